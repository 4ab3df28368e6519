import type { FieldValue, OutputField } from '@whisker/api/fields.ts'
import { leading } from '../answers/leading-tasks.ts'
import { type NamingSettings, namingOf, type ProjectNaming } from '../consolidation/naming.ts'
import type { Queryable } from '../database/connect.ts'
import { roughSize } from '../database/fit.ts'
import { weighedCursor } from '../database/weighed-cursor.ts'
import { namingSettings } from '../projects/naming.ts'
import { type CrowdAnswer, fieldKey } from './crowd.ts'

const rowsAtOnce = 2000
/** A heavier answer does not come with its batch: batches are bounded by what they weigh, too. */
const lightBytes = 8000

/** What is to be known of a project before its answers are read. */
export type ProjectHead = {
  /** Below it every transaction's answers are in. */
  horizon: string
  naming: ProjectNaming
  /** The newest version of the specs, and the output fields of each, newest first. */
  version: number
  specs: Map<number, OutputField[]>
  /** Each field in the versions that have it, newest first; a field is told by name and type. */
  fields: Map<string, OutputField[]>
  /** Counted answers and who gave them; tasks with an answer, and their items. */
  answers: number
  workers: number
  tasks: number
  items: number
}

type HeadRow = Pick<ProjectHead, 'horizon' | 'version' | 'answers' | 'workers' | 'tasks' | 'items'> & {
  naming: NamingSettings
  specs: { version: number; output_spec: OutputField[] }[]
}

/** Null: there is no such project. */
export async function readHead(tx: Queryable, projectId: number): Promise<ProjectHead | null> {
  const [row] = await tx<HeadRow[]>`
    select pg_snapshot_xmin(pg_current_snapshot())::text as horizon, p.version, ${namingSettings(tx)} as naming,
           (select jsonb_agg(jsonb_build_object('version', v.version, 'output_spec', v.output_spec) order by v.version desc)
            from project_versions v where v.project_id = p.id) as specs, a.*, t.*
    from projects p
    cross join lateral (select count(*)::int as answers, count(distinct worker_id)::int as workers
                        from answers where project_id = p.id and state = 'counted') a
    cross join lateral (select count(*)::int as tasks, coalesce(sum(item_count), 0)::int as items
                        from tasks where project_id = p.id and answered > 0) t
    where p.id = ${projectId}`
  if (!row) return null
  const { specs, naming, ...head } = row
  return {
    ...head,
    naming: namingOf(naming),
    specs: new Map(specs.map(({ version, output_spec }) => [version, output_spec])),
    fields: Map.groupBy(
      specs.flatMap((spec) => spec.output_spec),
      fieldKey,
    ),
  }
}

/** Takes the values of one field, item after item. `truth`: what is right, where that is known. */
export type Column = {
  add(item: number, worker: number, value: FieldValue | undefined, truth: FieldValue | undefined): void
}

export type Reading = {
  /** The answers of a task by their worker, or the oldest first. Tasks come in order, or the newest first. */
  order: 'by worker' | 'oldest first' | 'newest tasks first'
  /** Only answers of transactions below it (the horizon), for who goes on from there. */
  below?: string
  /** Answers and values (of all fields and items) that are enough. */
  maxAnswers?: number
  maxValues?: number
}

export type AnswersRead = { answers: number; items: number; workers: string[] }

/** `values`: null where they are too heavy to come along. */
type Row = { task_id: string; version: number; worker_id: string; values: CrowdAnswer['values'] | null }

/**
 * The one way from a project's counted answers to columns: reads them by a cursor from one snapshot, numbers items and workers
 * as they come, and gives each value to the column of its field, with what is known to be right.
 */
export async function readAnswers(
  tx: Queryable,
  projectId: number,
  { specs }: ProjectHead,
  columns: ReadonlyMap<string, Column>,
  { order, below, maxAnswers, maxValues = Number.POSITIVE_INFINITY }: Reading,
): Promise<AnswersRead> {
  const hasGold = (await tx`select from gold where project_id = ${projectId} limit 1`).length > 0
  const ordered = {
    'by worker': tx`task_id, worker_id`,
    'oldest first': tx`task_id, submitted_at, worker_id`,
    'newest tasks first': tx`task_id desc, worker_id`,
  }[order]
  const byVersion = new Map(
    [...specs].map(([version, fields]) => [
      version,
      fields.flatMap((field) => {
        const column = columns.get(fieldKey(field))
        return column ? [{ name: field.name, column }] : []
      }),
    ]),
  )
  const workers = new Map<string, number>()
  const read = { answers: 0, values: 0 }
  let task = ''
  let first = 0
  let items = 0
  let gold: KnownAnswer | undefined
  const rows = tx`
    select task_id, version, worker_id,
           case when ${roughSize(tx, tx`"values"`)} <= ${lightBytes} then "values" end as "values"
    from answers
    where project_id = ${projectId} and state = 'counted' ${below === undefined ? tx`` : tx`and xid < ${below}::text::xid8`}
    order by ${ordered} limit ${maxAnswers ?? null}`
  // They weigh 16 MB at the most, so that their number can stay the same.
  for await (const batch of weighedCursor<Row>(tx, rows, rowsAtOnce, () => 0)) {
    const known = hasGold ? await readGold(tx, projectId, batch) : null
    const heavy = heavyOnes(tx, projectId, batch)
    for (const row of batch) {
      const answer = row.values ?? (await heavy(row))
      if (row.task_id !== task) {
        task = row.task_id
        first = items
        items += answer.length
        gold = known?.get(task)
      }
      const worker = workers.get(row.worker_id) ?? workers.size
      workers.set(row.worker_id, worker)
      read.answers++
      for (const { name, column } of byVersion.get(row.version) ?? []) {
        read.values += answer.length
        answer.forEach((values, i) => {
          column.add(first + i, worker, values[name], gold?.[i]?.[name])
        })
      }
    }
    if (read.values >= maxValues) break
  }
  return { answers: read.answers, items, workers: [...workers.keys()] }
}

type KnownAnswer = Record<string, FieldValue>[]

type Key = Pick<Row, 'task_id' | 'worker_id'>
const keyOf = ({ task_id, worker_id }: Key) => `${task_id} ${worker_id}`

/** Gives the heavy answers of a batch, asked for in its order: as many are read at once as may be, from the same snapshot. */
function heavyOnes(tx: Queryable, projectId: number, batch: readonly Row[]) {
  let left: (Key & { bytes: number })[] | null = null
  let read = new Map<string, CrowdAnswer['values']>()
  return async (row: Row): Promise<CrowdAnswer['values']> => {
    left ??= await weigh(
      tx,
      projectId,
      batch.filter(({ values }) => values === null),
    )
    if (!read.has(keyOf(row))) {
      const next = leading(left, ({ bytes }) => bytes)
      left = left.slice(next.length)
      const answers = await tx<(Key & { values: CrowdAnswer['values'] })[]>`
        select a.task_id, a.worker_id, a."values" from ${named(tx, next)}
        join answers a on a.project_id = ${projectId} and a.task_id = k.task_id and a.worker_id = k.worker_id`
      read = new Map(answers.map((answer) => [keyOf(answer), answer.values]))
    }
    return read.get(keyOf(row)) as CrowdAnswer['values']
  }
}

const named = (tx: Queryable, keys: readonly Key[]) => tx`
  unnest(${keys.map(({ task_id }) => task_id)}::uuid[], ${keys.map(({ worker_id }) => worker_id)}::uuid[])
    with ordinality as k (task_id, worker_id, n)`

function weigh(tx: Queryable, projectId: number, heavy: readonly Key[]) {
  return tx<(Key & { bytes: number })[]>`
    select a.task_id, a.worker_id, ${roughSize(tx, tx`a."values"`)}::float8 as bytes from ${named(tx, heavy)}
    join answers a on a.project_id = ${projectId} and a.task_id = k.task_id and a.worker_id = k.worker_id
    order by k.n`
}

/** The right answers of those of these tasks that are gold: one object an item. */
async function readGold(sql: Queryable, projectId: number, rows: readonly Row[]): Promise<Map<string, KnownAnswer>> {
  const tasks = [...new Set(rows.map(({ task_id }) => task_id))]
  const known = await sql<{ task_id: string; answer: KnownAnswer }[]>`
    select task_id, answer from gold where project_id = ${projectId} and task_id = any(${tasks})`
  return new Map(known.map(({ task_id, answer }) => [task_id, answer]))
}
