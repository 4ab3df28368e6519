import type { FieldValue, OutputField } from '@whisker/api/fields.ts'
import { type NamingSettings, namingOf, type ProjectNaming } from '../consolidation/naming.ts'
import { type CrowdAnswer, fieldKey } from '../crowd/crowd.ts'
import type { Queryable } from '../database/connect.ts'
import { namingSettings } from '../projects/naming.ts'

const rowsAtOnce = 2000

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
  mostAnswers?: number
  mostValues?: number
}

export type AnswersRead = { answers: number; items: number; workers: string[] }

type Row = { task_id: string; version: number } & CrowdAnswer

/**
 * The one way from a project's counted answers to columns: reads them by a cursor from one snapshot, numbers items and workers
 * as they come, and gives each value to the column of its field, with what is known to be right.
 */
export async function readAnswers(
  tx: Queryable,
  projectId: number,
  { specs }: ProjectHead,
  columns: ReadonlyMap<string, Column>,
  { order, below, mostAnswers, mostValues = Number.POSITIVE_INFINITY }: Reading,
): Promise<AnswersRead> {
  const known = await readGold(tx, projectId)
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
  const rows = tx<Row[]>`
    select task_id, version, worker_id, "values" from answers
    where project_id = ${projectId} and state = 'counted' ${below === undefined ? tx`` : tx`and xid < ${below}::text::xid8`}
    order by ${ordered} limit ${mostAnswers ?? null}`.cursor(rowsAtOnce)
  for await (const batch of rows) {
    for (const row of batch) {
      if (row.task_id !== task) {
        task = row.task_id
        first = items
        items += row.values.length
        gold = known.get(task)
      }
      const worker = workers.get(row.worker_id) ?? workers.size
      workers.set(row.worker_id, worker)
      read.answers++
      for (const { name, column } of byVersion.get(row.version) ?? []) {
        read.values += row.values.length
        row.values.forEach((values, i) => {
          column.add(first + i, worker, values[name], gold?.[i]?.[name])
        })
      }
    }
    if (read.values >= mostValues) break
  }
  return { answers: read.answers, items, workers: [...workers.keys()] }
}

type KnownAnswer = Record<string, FieldValue>[]

/** The right answers of the gold tasks: one object an item. */
async function readGold(sql: Queryable, projectId: number): Promise<Map<string, KnownAnswer>> {
  const rows = await sql<{ task_id: string; answer: KnownAnswer }[]>`
    select task_id, answer from gold where project_id = ${projectId}`
  return new Map(rows.map(({ task_id, answer }) => [task_id, answer]))
}
