import { type EventData, type EventType, eventData } from '@whisker/api/events.ts'
import type { Fragment, Queryable } from '../database/connect.ts'
import { sayBehindLastOf } from './order.ts'
import { type Piece, Pieces, Text } from './text.ts'

/** Of each key its value, or the SQL that gives it. `project_id` is said by `tell`. */
type Said<T extends EventType> = { [Key in keyof Omit<EventData<T>, 'project_id'>]: EventData<T>[Key] | Piece }

type OfResult = 'result' | 'result_omitted'

/** A result that only the database has: an expression as `eventResultOf` makes it. */
type SaidOfResult<T extends EventType> = Omit<Said<T>, OfResult> & { result_of: Piece }

/** What an event says; made by `event`, so that a key that is missing or wrong does not compile. */
export type Telling = { type: EventType; data: Record<string, unknown>; when?: Piece }

/** @param when a condition on the rows that are told of; without it each of them is. */
export function event<T extends EventType>(
  type: T,
  data: 'result' extends keyof EventData<T> ? Said<T> | SaidOfResult<T> : Said<T>,
  when?: Piece,
): Telling {
  return { type, data, ...(when && { when }) }
}

type Whence = {
  projectId: number | Piece
  /** Of whoever asks, where it was checked; else the project's. */
  workspaceId?: number | Piece
  /** What goes behind `from`: the rows that are told of. */
  from: Piece
  where?: Piece
  /** In which order the rows are told of; each row's tellings stay together, in theirs. */
  order?: Piece
  /** The task of a row, where the transaction has not locked it first: what is told goes behind its last event (order.ts). */
  behind?: Text
}

/**
 * An insert of events into the statement that makes them true, one for each row of `from` and each telling that is true of it, in
 * the order of the tellings. The event exists if and only if the change does.
 */
export function tell(sql: Queryable, whence: Whence, ...tellings: [Telling, ...Telling[]]): Fragment {
  const { projectId, workspaceId, behind, from, where, order } = whence
  const said = new Pieces().add('insert into events (project_id, workspace_id, xid, type, data) select ')
  put(said, projectId)
  if (workspaceId !== undefined) put(said.add(', '), workspaceId)
  else put(said.add(', (select p.workspace_id from projects p where p.id = '), projectId).add(')')
  said.add(', ')
  if (behind) sayBehindLastOf(said, (place) => put(place, projectId), behind)
  else said.add('pg_current_xact_id()')
  said.add(', told.type, told.data from ', from, ' cross join lateral (')
  for (const [place, telling] of tellings.entries()) {
    if (place > 0) said.add(' union all ')
    tellOne(said, sql, projectId, telling, place)
  }
  said.add(') told')
  if (where) said.add(' where ', where)
  if (order) said.add(' order by ', order, ', told.place')
  return said.fragment(sql)
}

const put = (said: Pieces, id: number | Piece) => (typeof id === 'number' ? said.value(id).add('::int') : said.add(id))

function tellOne(said: Pieces, sql: Queryable, projectId: number | Piece, telling: Telling, place: number): void {
  const { type, data, when } = telling
  const known: Record<string, unknown> = {}
  const found: [key: string, piece: Piece][] = []
  // The schema is the allow-list: an object that has more than its type says (a body, a row) tells no more than an event may.
  for (const [key, value] of Object.entries<unknown>({ project_id: projectId, ...data })) {
    if (!(key in eventData[type].shape)) continue
    if (isPiece(value)) found.push([key, value])
    else known[key] = value
  }
  said
    .add(`select ${place} as place, '${type}' as type, `)
    .value(sql.json(known as never))
    .add('::jsonb')
  for (const [index, [key, piece]] of found.entries())
    said.add(index === 0 ? ' || jsonb_build_object(' : ', ', `'${key}', `, piece)
  if (found.length > 0) said.add(')')
  if (isPiece(data.result_of)) said.add(' || ', data.result_of)
  said.add(' as data')
  if (when) said.add(' where ', when)
}

// A query of the driver is a promise.
const isPiece = (value: unknown): value is Piece => value instanceof Promise || value instanceof Text

/** What events of a task say of it. @param row the name of a row with `id` and `external_id` */
export const ofTask = (row: string) => ({
  task_id: new Text(`${row}.id`),
  external_id: new Text(`${row}.external_id`),
})

/** @param row the name of a row with `id`, `external_id`, `answered` and `wanted` of a task that is open again */
export const reopened = (row: string, when?: Piece): Telling =>
  event(
    'task.reopened',
    { ...ofTask(row), answers: new Text(`${row}.answered`), answers_wanted: new Text(`${row}.wanted`) },
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
