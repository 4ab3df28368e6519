import type { FieldValue, OutputField } from '@whisker/api/fields.ts'
import { collectField, type Expected, type FieldCollector, type FieldFit } from '../consolidation/fit-field.ts'
import type { Naming } from '../consolidation/group-answers.ts'
import type { Synonym } from '../consolidation/synonyms.ts'
import { type CrowdAnswer, fieldKey, namingOf } from '../crowd/crowd.ts'
import type { Queryable, Sql } from '../database/connect.ts'

const rowsAtOnce = 2000

export type Fitted = {
  /** Below it every transaction's answers are in. */
  cursor: string
  version: number
  specs: Map<number, OutputField[]>
  naming: Naming
  answers: number
  workers: string[]
  fields: { field: OutputField; fit: FieldFit }[]
}

type Head = {
  horizon: string
  version: number
  specs: { version: number; output_spec: OutputField[] }[]
  language: string
  synonyms: Synonym[]
  tasks: number
  items: number
  answers: number
  workers: number
}
type Row = { task_id: string; version: number } & CrowdAnswer

/**
 * Reads all counted answers of a project from one snapshot, by a cursor, into flat arrays, and fits every field. The answers
 * are those of the transactions below the oldest one that is running; followers go on from there.
 */
export async function fitProject(replica: Sql, projectId: number): Promise<Fitted | null> {
  const connection = await replica.reserve()
  try {
    await connection`begin isolation level repeatable read, read only`
    await connection`set local statement_timeout = 0`
    const [head] = await connection<Head[]>`
      select pg_snapshot_xmin(pg_current_snapshot())::text as horizon, p.version, p.language, p.synonyms,
             (select jsonb_agg(jsonb_build_object('version', v.version, 'output_spec', v.output_spec) order by v.version desc)
              from project_versions v where v.project_id = p.id) as specs, a.*, t.*
      from projects p
      cross join lateral (select count(*)::int as answers, count(distinct worker_id)::int as workers
                          from answers where project_id = p.id and state = 'counted') a
      cross join lateral (select count(*)::int as tasks, coalesce(sum(item_count), 0)::int as items
                          from tasks where project_id = p.id and answered > 0) t
      where p.id = ${projectId}`
    if (!head) return null
    const perTask = head.items / Math.max(1, head.tasks)
    const expected = { items: head.items, workers: head.workers, answers: Math.ceil(head.answers * perTask) }
    const collected = collectorsOf(head, expected)
    const known = await readGold(connection, projectId)
    const rows = connection<Row[]>`
      select task_id, version, worker_id, "values" from answers
      where project_id = ${projectId} and state = 'counted' and xid < ${head.horizon}::text::xid8
      order by task_id, worker_id`.cursor(rowsAtOnce)
    const workers = new Map<string, number>()
    let answers = 0
    let task = ''
    let firstItem = 0
    let items = 0
    for await (const batch of rows) {
      for (const row of batch) {
        if (row.task_id !== task) {
          firstItem += items
          items = row.values.length
          task = row.task_id
          for (const { field, gold } of collected.byVersion.get(row.version) ?? [])
            known.get(task)?.forEach((values, i) => {
              const value = values[field.name]
              if (value !== undefined) gold.set(firstItem + i, value)
            })
        }
        const worker = workers.get(row.worker_id) ?? workers.size
        workers.set(row.worker_id, worker)
        answers++
        for (const { field, collector } of collected.byVersion.get(row.version) ?? [])
          row.values.forEach((values, i) => {
            collector.add(firstItem + i, worker, values[field.name])
          })
      }
    }
    const naming = namingOf(head.language, head.synonyms)
    const fields = collected.all.map(({ field, collector, gold }) => ({
      field,
      fit: collector.fit(workers.size, naming, gold),
    }))
    const specs = new Map(head.specs.map(({ version, output_spec }) => [version, output_spec]))
    return {
      ...{ cursor: head.horizon, version: head.version, specs, naming },
      ...{ answers, workers: [...workers.keys()], fields },
    }
  } finally {
    await connection`rollback`.catch(() => {})
    connection.release()
  }
}

type KnownAnswer = Record<string, FieldValue>[]

/** The right answers of the gold tasks: one object an item. */
async function readGold(sql: Queryable, projectId: number): Promise<Map<string, KnownAnswer>> {
  const rows = await sql<{ task_id: string; answer: KnownAnswer }[]>`
    select task_id, answer from gold where project_id = ${projectId}`
  return new Map(rows.map(({ task_id, answer }) => [task_id, answer]))
}

type Collected = { field: OutputField; collector: FieldCollector; gold: Map<number, FieldValue> }

/** One collector for each field of any version, and which of them a version fills. Newest versions first. */
function collectorsOf({ specs }: Head, expected: Expected) {
  const versions = Map.groupBy(
    specs.flatMap((spec) => spec.output_spec),
    fieldKey,
  )
  const all = new Map<string, Collected>()
  for (const [key, fields] of versions)
    all.set(key, { field: fields[0]!, collector: collectField(fields, expected), gold: new Map() })
  const byVersion = new Map(
    specs.map((spec) => [spec.version, spec.output_spec.map((field) => all.get(fieldKey(field))!)]),
  )
  return { all: [...all.values()], byVersion }
}
