import type { FieldValue, OutputField } from '@whisker/api/fields.ts'
import { type AnswerCollector, type Answers, collectAnswers } from '../consolidation/answers.ts'
import { asGiven } from '../consolidation/majority.ts'
import { textKey } from '../consolidation/normalise-text.ts'
import type { Synonym } from '../consolidation/synonyms.ts'
import { type CrowdAnswer, fieldKey, namingOf } from '../crowd/crowd.ts'
import type { Queryable } from '../database/connect.ts'

/** The newest tasks' answers are enough to tell who works how; more would only take longer. */
const mostAnswers = 1_000_000
/** Answers may have 50 items of 50 fields: numbers that are held at once, five to seven bytes each. */
const mostValues = 8_000_000
const rowsAtOnce = 2000

/** The answers to one field: what was said has a number, and its name stands at that place. */
export type FieldToSuspect = { field: string; answers: Answers; names: string[]; gold: Int32Array | null }

export type Read = { answers: number; of: number; workers: string[]; fields: FieldToSuspect[] }

type Head = { version: number; language: string; synonyms: Synonym[]; output_spec: OutputField[] }
type Size = { answers: number; tasks: number; items: number; workers: number }
type Row = { task_id: string; version: number; gold: Record<string, FieldValue>[] | null } & CrowdAnswer

/**
 * Reads counted answers, those to the newest tasks first, into flat arrays: one column for each field of the newest version
 * but numbers, which seldom are the same by accident or by copying.
 */
export async function readAnswers(tx: Queryable, projectId: number): Promise<Read> {
  const heads = await tx<Head[]>`
    select v.version, v.output_spec, p.language, p.synonyms
    from project_versions v join projects p on p.id = v.project_id where p.id = ${projectId} order by v.version desc`
  const [size] = await tx<Size[]>`
    select a.*, t.* from (
      select count(*)::int as answers, count(distinct worker_id)::int as workers
      from answers where project_id = ${projectId} and state = 'counted') a, (
      select count(*)::int as tasks, coalesce(sum(item_count), 0)::int as items
      from tasks where project_id = ${projectId} and answered > 0) t`
  const [newest] = heads
  if (!newest || !size || size.answers === 0) return { answers: 0, of: 0, workers: [], fields: [] }
  const { canonical } = namingOf(newest.language, newest.synonyms)
  const columns = new Map(
    newest.output_spec
      .filter(({ type }) => type !== 'number')
      .map((field) => [fieldKey(field), columnOf(field, size, canonical)]),
  )
  const specs = new Map(heads.map(({ version, output_spec }) => [version, output_spec]))
  const workers = new Map<string, number>()
  const [read, items] = [
    { answers: 0, values: 0 },
    { first: 0, next: 0 },
  ]
  let task = ''
  const rows = tx<Row[]>`
    select a.task_id, a.version, a.worker_id, a."values", g.answer as gold
    from answers a left join gold g on g.project_id = a.project_id and g.task_id = a.task_id
    where a.project_id = ${projectId} and a.state = 'counted'
    order by a.task_id desc, a.worker_id limit ${mostAnswers}`.cursor(rowsAtOnce)
  for await (const batch of rows) {
    for (const row of batch) {
      if (row.task_id !== task) {
        task = row.task_id
        items.first = items.next
        items.next += row.values.length
      }
      const worker = workers.get(row.worker_id) ?? workers.size
      workers.set(row.worker_id, worker)
      read.answers++
      for (const field of specs.get(row.version) ?? []) {
        const column = columns.get(fieldKey(field))
        if (!column) continue
        read.values += row.values.length
        row.values.forEach((values, i) => {
          column.add(items.first + i, worker, values[field.name], row.gold?.[i]?.[field.name])
        })
      }
    }
    if (read.values >= mostValues) break
  }
  return {
    ...{ answers: read.answers, of: size.answers, workers: [...workers.keys()] },
    fields: [...columns.values()].map((column) => column.finish(workers.size)),
  }
}

type Column = {
  add(item: number, worker: number, value: FieldValue | undefined, truth: FieldValue | undefined): void
  finish(workers: number): FieldToSuspect
}

function columnOf(field: OutputField, size: Size, canonical: ReadonlyMap<string, string>): Column {
  const numbers = new Map<string, number>()
  const gold = new Map<number, number>()
  const isText = field.type === 'input' || field.type === 'textarea'
  // Texts that were typed differently and mean the same are one; each is looked at once.
  const keys = new Map<string, string>()
  const nameOf = (value: FieldValue): string => {
    if (Array.isArray(value)) return [...value].sort().join(' + ')
    const text = String(value)
    if (!isText) return text
    const known = keys.get(text)
    if (known !== undefined) return known
    const key = textKey(text)
    const name = canonical.get(key) ?? key
    keys.set(text, name)
    return name
  }
  const numberOf = (value: FieldValue | null | undefined): number => {
    const name = value === null || value === undefined ? '' : nameOf(value)
    const known = numbers.get(name)
    if (known !== undefined) return known
    numbers.set(name, numbers.size)
    return numbers.size - 1
  }
  for (const option of 'options' in field ? field.options : []) if (field.type !== 'checkbox') numberOf(option.value)
  const most = isText || field.type === 'checkbox' ? Number.POSITIVE_INFINITY : 0x10000
  const perAnswer = size.items / Math.max(1, size.tasks)
  const capacity = Math.min(mostValues, Math.ceil(Math.min(mostAnswers, size.answers) * perAnswer))
  const collector: AnswerCollector = collectAnswers(size.items, size.workers, most, capacity)
  return {
    add(item, worker, value, truth) {
      collector.add(item, worker, numberOf(asGiven(field, value)))
      if (truth !== undefined && !gold.has(item)) gold.set(item, numberOf(truth))
    },
    finish(workers) {
      const answers = { ...collector.finish(), workers, classes: numbers.size }
      const known = gold.size === 0 ? null : new Int32Array(answers.tasks).fill(-1)
      for (const [item, truth] of gold) known![item] = truth
      return { field: field.name, answers, names: [...numbers.keys()], gold: known }
    },
  }
}
