import { type EventData, type EventType, eventData } from '@whisker/api/events.ts'
import type { Fragment, Queryable } from '../database/connect.ts'
import { behindLastOf } from './order.ts'

/** Of each key its value, or the expression of SQL that gives it. `project_id` is said by `tell`. */
type Said<T extends EventType> = { [Key in keyof Omit<EventData<T>, 'project_id'>]: EventData<T>[Key] | Fragment }

type OfResult = 'result' | 'result_omitted'

/** A result that only the database has: an expression as `eventResultOf` makes it. */
type SaidOfResult<T extends EventType> = Omit<Said<T>, OfResult> & { result_of: Fragment }

/** What an event says; made by `event`, so that a key that is missing or wrong does not compile. */
export type Telling = { type: EventType; data: Record<string, unknown>; when?: Fragment }

/** @param when a condition on the rows that are told of; without it each of them is. */
export function event<T extends EventType>(
  type: T,
  data: 'result' extends keyof EventData<T> ? Said<T> | SaidOfResult<T> : Said<T>,
  when?: Fragment,
): Telling {
  return { type, data, ...(when && { when }) }
}

type Whence = {
  projectId: number | Fragment
  /** Of whoever asks, where it was checked; else the project's. */
  workspaceId?: number | Fragment
  /** What goes behind `from`: the rows that are told of. */
  from: Fragment
  where?: Fragment
  /** In which order the rows are told of; each row's tellings stay together, in theirs. */
  order?: Fragment
  /** The task of a row, where the transaction has not locked it first: what is told goes behind its last event (order.ts). */
  behind?: Fragment
}

/**
 * An insert of events into the statement that makes them true, one for each row of `from` and each telling that is true of it, in
 * the order of the tellings. The event exists if and only if the change does.
 */
export function tell(sql: Queryable, whence: Whence, ...tellings: [Telling, ...Telling[]]): Fragment {
  return sql`
    insert into events (project_id, workspace_id, xid, type, data)
    select ${whence.projectId}, ${workspaceOf(sql, whence)}, ${numberOf(sql, whence)}, told.type, told.data
    from ${whence.from} cross join lateral (${tellings.map((one, index) => telling(sql, whence.projectId, one, index))}) told
    ${whence.where ? sql`where ${whence.where}` : sql``} ${whence.order ? sql`order by ${whence.order}, told.place` : sql``}`
}

function workspaceOf(sql: Queryable, { projectId, workspaceId }: Whence): Fragment {
  if (workspaceId === undefined) return sql`(select p.workspace_id from projects p where p.id = ${projectId})`
  return isFragment(workspaceId) ? workspaceId : sql`${workspaceId}::int`
}

function numberOf(sql: Queryable, { projectId, behind }: Whence): Fragment {
  return behind ? behindLastOf(sql, projectId, behind) : sql`pg_current_xact_id()`
}

function telling(sql: Queryable, projectId: number | Fragment, { type, data, when }: Telling, index: number): Fragment {
  const known: Record<string, unknown> = {}
  const found: Fragment[] = []
  let more = sql``
  // The schema is the allow-list: an object that has more than its type says (a body, a row) tells no more than an event may.
  for (const [key, value] of Object.entries<unknown>({ project_id: projectId, ...data })) {
    if (!(key in eventData[type].shape) && key !== 'result_of') continue
    if (!isFragment(value)) known[key] = value
    else if (key === 'result_of') more = sql`|| ${value}`
    else found.push(sql`${found.length > 0 ? sql`, ` : sql``}${sql.unsafe(`'${key}'`)}, ${value}`)
  }
  return sql`${index > 0 ? sql` union all ` : sql``}
    select ${index}::int as place, ${type}::text as type,
           ${sql.json(known as never)}::jsonb ${found.length > 0 ? sql`|| jsonb_build_object(${found})` : sql``} ${more} as data
    ${when ? sql`where ${when}` : sql``}`
}

// A query of the driver is a promise.
const isFragment = (value: unknown): value is Fragment => value instanceof Promise

/** What events of a task say of it. @param row a row with `id` and `external_id` */
export const ofTask = (sql: Queryable, row: Fragment) => ({
  task_id: sql`${row}.id`,
  external_id: sql`${row}.external_id`,
})

/** @param row a row with `id`, `external_id`, `answered` and `wanted` of a task that is open again */
export const reopened = (sql: Queryable, row: Fragment, when?: Fragment): Telling =>
  event(
    'task.reopened',
    { ...ofTask(sql, row), answers: sql`${row}.answered`, answers_wanted: sql`${row}.wanted` },
    when,
  )

/** An event of a change that was written by statements before it, in the same transaction. @returns the event's id */
export async function recordEvent<T extends EventType>(
  sql: Queryable,
  where: { workspaceId: number; projectId?: number },
  type: T,
  data: EventData<T>,
): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    insert into events (project_id, workspace_id, type, data)
    values (${where.projectId ?? 0}, ${where.workspaceId}, ${type}, ${sql.json(data as never)}) returning id`
  return (row as { id: string }).id
}
