import type { listTasks, Task } from '@whisker/api/tasks.ts'
import type { z } from 'zod'
import type { Fragment, Queryable, Sql, Transaction } from '../database/connect.ts'
import { maxPageBytes } from '../database/fit.ts'
import { decodeCursor, encodeCursor, uuid } from '../http/cursor.ts'
import { firstIdAt } from '../projects/ids.ts'
import { labelOf } from '../results/label.ts'
import { isLapsed } from './lapsed.ts'
import { isNotPassedOver, isPassedOver } from './passed-over.ts'
import { taskColumns, taskTables } from './queries.ts'
import { isSkipped } from './skipped.ts'
import { pattern } from './words.ts'

/** The query of the endpoint, with the person behind `worker`: null when nobody of the project has that pseudonym. */
type Query = Omit<z.output<typeof listTasks.query>, 'worker'> & { worker: string | null | undefined }
type Page = { data: Task[]; next?: string }

/**
 * One page of a project's tasks, after a cursor that is the key of the last row.
 *
 * The plain list (one status or all, by time) is a walk along one index, whatever its length. For other filters the way
 * depends on how rare they are, which the planner knows and a fixed plan does not: a label that half of all tasks have is
 * found by walking the list, one that ten have by its own index.
 */
export async function listPage(sql: Sql, query: Query): Promise<Page> {
  const limit = query.limit ?? 100
  const isWalk = isOfStatuses(query)
  const ids = isWalk ? await firstIds(sql, query, limit + 1) : await idsOf(sql, query)
  const keys =
    isWalk || isPlain(query)
      ? await readKeys(sql, query, ids, limit + 1)
      : await freely(sql, (tx) => readKeys(tx, query, ids, limit + 1))
  const data = await readFitting(
    sql,
    query.project_id,
    keys.slice(0, limit).map(({ id }) => id),
  )
  const last = data.at(-1)
  if (!last || last.id === keys.at(-1)?.id) return { data }
  const next = query.order === 'least_confident' ? [last.confidence ?? 0, last.id] : [last.id]
  return { data, next: encodeCursor(next) }
}

// So many ids are read in 20 ms by their key.
const fewIds = 5000

/**
 * The tasks that an `external_id`, a search or a label can mean, if they are few; else null, and the list is walked along.
 * Looked up before, because the planner does not know how rare the beginning of a name or a label is: by the wrong way 100 of
 * a million names that begin alike take 5 s, and a label that nobody got as long.
 */
async function idsOf(sql: Sql, { project_id, external_id, search, label }: Query): Promise<string[] | null> {
  const exact = external_id ?? search
  if (exact === undefined) return label === undefined ? null : labelledIds(sql, project_id, label)
  const [known] = await sql<{ id: string }[]>`
    select id from tasks where project_id = ${project_id} and external_id = ${exact.replaceAll('\0', '')}`
  if (known || search === undefined || external_id !== undefined) return known ? [known.id] : []
  const named = await freely(
    sql,
    (tx) => tx<{ id: string }[]>`
      select task_id as id from task_words where project_id = ${project_id} and words like ${pattern(search)} limit ${fewIds + 1}`,
  )
  return named.length <= fewIds ? named.map((row) => row.id) : null
}

/** How often a label came out is counted, a few seconds late; a label that got frequent meanwhile is found out here. */
async function labelledIds(sql: Sql, projectId: number, label: string): Promise<string[] | null> {
  const stored = storedLabel(projectId, label)
  const [field, value] = [label.slice(0, label.indexOf('=')), stored.slice(stored.indexOf('=') + 1)]
  const [counted] = await sql<{ tasks: number }[]>`
    select tasks from result_labels where project_id = ${projectId} and field = ${field} and value = ${value}`
  if (counted && counted.tasks > fewIds) return null
  const labelled = await freely(
    sql,
    (tx) => tx<{ id: string }[]>`
      select task_id as id from results where project_id = ${projectId} and labels @> ${[stored]} limit ${fewIds + 1}`,
  )
  return labelled.length <= fewIds ? labelled.map((row) => row.id) : null
}

function isPlain({ external_id: _, ...query }: Query): boolean {
  return onlyStatuses(query) && (query.status === undefined || query.status.length === 1)
}

function isOfStatuses(query: Query): boolean {
  return onlyStatuses(query) && (query.status?.length ?? 0) > 1
}

function onlyStatuses({ project_id: _, limit: __, after: ___, order, status: ____, ...filters }: Query): boolean {
  return order !== 'least_confident' && Object.values(filters).every((value) => value === undefined)
}

/**
 * The tasks of one page that has several statuses and no other filter: each status is a walk along its index. One walk along
 * all tasks would have to pass what is in front of the first of them, and the newest tasks of a project are the open ones.
 */
async function firstIds(sql: Sql, { project_id, order, status = [], after }: Query, count: number): Promise<string[]> {
  const way = order === 'newest' ? sql`desc` : sql`asc`
  const rows = await sql<{ id: string }[]>`
    select w.id from unnest(${[...new Set(status)]}::text[]) s (status) cross join lateral (
      select t.id from tasks t
      where t.project_id = ${project_id} and t.status = s.status ${behind(sql, order ?? 'oldest', after)}
      order by t.id ${way} limit ${count}) w
    order by w.id ${way} limit ${count}`
  return rows.map(({ id }) => id)
}

/** Undoes, for one transaction, what keeps the planner from choosing on the request path (see database/connect.ts). */
function freely<T>(sql: Sql, read: (tx: Transaction) => PromiseLike<T>): Promise<T> {
  return sql.begin(async (tx) => {
    const [, rows] = await Promise.all([
      tx`
        select set_config(name, value, true)
        from (values ('plan_cache_mode', 'force_custom_plan'), ('enable_bitmapscan', 'on'), ('enable_sort', 'on'),
                     ('enable_incremental_sort', 'on')) as s (name, value)`,
      read(tx),
    ])
    return rows
  }) as Promise<T>
}

// Only these have a confidence to be ordered by, but for a few that were asked about again: looking for those in the order
// of the confidence reads every result of the project.
const finished: Task['status'][] = ['completed', 'needs_review']

/**
 * The tasks of a page, up to its weight (database/fit.ts): texts, metadata and result. What is surely too much by its packed size is
 * not weighed.
 */
async function readFitting(sql: Sql, projectId: number, ids: string[]): Promise<Task[]> {
  const max = maxPageBytes
  const weigh = (size: (value: Fragment) => Fragment) => sql`
    (select coalesce(sum(${size(sql`i."values"`)}), 0) from items i where i.project_id = t.project_id and i.task_id = t.id)
    + coalesce(${size(sql`t.metadata`)}, 0) + coalesce(${size(sql`r.fields`)}, 0)`
  return sql<Task[]>`
    with keys as materialized (
      select k.pos, k.id, sum(${weigh((value) => sql`pg_column_size(${value})`)}) over (order by k.pos) as packed
      from unnest(${ids}::uuid[]) with ordinality as k (id, pos)
      join tasks t on t.project_id = ${projectId} and t.id = k.id
      left join results r on r.project_id = t.project_id and r.task_id = t.id),
    near as materialized (
      select pos, id from (select pos, id, lag(packed, 1, 0::numeric) over (order by pos) as before from keys) n
      where n.before < ${max}),
    weighed as materialized (
      select k.pos, k.id, sum(${weigh((value) => sql`octet_length(${value}::text)`)}) over (order by k.pos) as bytes
      from near k
      join tasks t on t.project_id = ${projectId} and t.id = k.id
      left join results r on r.project_id = t.project_id and r.task_id = t.id)
    select ${taskColumns(sql)}
    from weighed w join (${taskTables(sql)}) on t.project_id = ${projectId} and t.id = w.id
    where w.pos = 1 or w.bytes <= ${max}
    order by w.pos`
}

function readKeys(sql: Queryable, query: Query, ids: string[] | null, count: number) {
  const { order = 'oldest', search, label, confidence_from, confidence_to, worker } = query
  const none = sql``
  const status = order === 'least_confident' ? query.status?.filter((one) => finished.includes(one)) : query.status
  return sql<{ id: string; confidence: number | null }[]>`
    select t.id, r.confidence from ${taskTables(sql)}
    where t.project_id = ${query.project_id}
      ${status === undefined ? none : status.length === 1 ? sql`and t.status = ${status[0] as string}` : sql`and t.status = any(${status})`}
      ${ids === null ? none : sql`and t.id = any(${ids})`}
      ${search === undefined || ids !== null ? none : sql`and exists (select from task_words w where w.project_id = t.project_id and w.task_id = t.id and w.words like ${pattern(search)})`}
      ${label === undefined ? none : sql`and r.labels @> ${[storedLabel(query.project_id, label)]}`}
      ${confidence_from === undefined ? none : sql`and r.confidence >= ${confidence_from}`}
      ${confidence_to === undefined ? none : sql`and r.confidence <= ${confidence_to}`}
      ${worker === undefined ? none : answeredBy(sql, worker)}
      ${query.skipped === undefined ? none : query.skipped ? sql`and ${isSkipped(sql)}` : sql`and not ${isSkipped(sql)}`}
      ${query.lapsed === undefined ? none : query.lapsed ? sql`and ${isLapsed(sql)}` : sql`and not ${isLapsed(sql)}`}
      ${query.passed_over === undefined ? none : query.passed_over ? sql`and ${isPassedOver(sql)}` : sql`and ${isNotPassedOver(sql)}`}
      ${query.created_from === undefined ? none : sql`and t.id >= ${firstIdAt(Date.parse(query.created_from))}`}
      ${query.created_to === undefined ? none : sql`and t.id < ${firstIdAt(Date.parse(query.created_to) + 1)}`}
      ${behind(sql, order, query.after)}
    ${order === 'least_confident' ? sql`and r.confidence is not null order by r.confidence, r.task_id` : sql`order by t.id ${order === 'newest' ? sql`desc` : sql`asc`}`}
    limit ${count}`
}

function answeredBy(sql: Queryable, worker: string | null) {
  if (worker === null) return sql`and false`
  return sql`and t.id in (select a.task_id from answers a where a.project_id = t.project_id and a.worker_id = ${worker})`
}

function storedLabel(projectId: number, label: string): string {
  const at = label.indexOf('=')
  return labelOf(projectId, label.slice(0, at), label.slice(at + 1))
}

/** A confidence as JSON writes it. */
const decimal = /^(0|1|0\.\d{1,20}|\d(\.\d{1,20})?e-\d{1,3})$/

function behind(sql: Queryable, order: NonNullable<Query['order']>, cursor: string | undefined) {
  if (!cursor) return sql``
  if (order === 'least_confident') {
    const [confidence, id] = decodeCursor(cursor, [decimal, uuid]) as [string, string]
    return sql`and (r.confidence, r.task_id) > (${Number(confidence)}, ${id})`
  }
  const [id] = decodeCursor(cursor, [uuid]) as [string]
  return order === 'newest' ? sql`and t.id < ${id}` : sql`and t.id > ${id}`
}
