import type { FieldValue, OutputField } from '@whisker/api/fields.ts'
import type { Synonym } from '../consolidation/synonyms.ts'
import { type CrowdAnswer, fieldKey, namingOf } from '../crowd/crowd.ts'
import type { Queryable } from '../database/connect.ts'
import { type FieldToSuspect, fieldColumn } from './suspicion-column.ts'

/** The newest tasks' answers are enough to tell who works how; more would only take longer. */
const mostAnswers = 1_000_000
/** Answers may have 50 items of 50 fields: numbers that are held at once, five to seven bytes each. */
const mostValues = 8_000_000
const rowsAtOnce = 2000

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
  const naming = namingOf(newest.language, newest.synonyms)
  const perAnswer = size.items / Math.max(1, size.tasks)
  const answers = Math.min(mostValues, Math.ceil(Math.min(mostAnswers, size.answers) * perAnswer))
  const expected = { items: size.items, workers: size.workers, answers }
  const columns = new Map(
    newest.output_spec
      .filter(({ type }) => type !== 'number')
      .map((field) => [fieldKey(field), fieldColumn(field, expected, naming)]),
  )
  const specs = new Map(heads.map(({ version, output_spec }) => [version, output_spec]))
  const workers = new Map<string, number>()
  const read = { answers: 0, values: 0 }
  const items = { first: 0, next: 0 }
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
