import type { Event, EventType } from '@whisker/api/events.ts'
import type { Sql } from '../database/connect.ts'
import { fitting } from '../database/fit.ts'
import type { KeyScope } from '../http/callers.ts'
import { decodeCursor, digits, encodeCursor } from '../http/cursor.ts'
import { ApiProblem, notFound } from '../problem.ts'
import { eventId } from './event-id.ts'

export type EventQuery = {
  after?: string | undefined
  limit?: number | undefined
  project_id?: number | undefined
  type?: EventType | undefined
}

type Row = {
  project_id: number
  id: string
  xid: string
  type: EventType
  payload: Event['data']
  created_at: string
  of_rows: string
}

/** @throws 404 unless the project is one of the workspace. `projects` lies to the right: this room sees its table and not its code. */
export async function requireProjectOf(
  sql: Sql,
  { workspaceId, projectIds }: KeyScope,
  projectId: number,
): Promise<void> {
  if (projectIds && !projectIds.includes(projectId)) throw notFound('project')
  const [project] = await sql`select from projects where id = ${projectId} and workspace_id = ${workspaceId}`
  if (!project) throw notFound('project')
}

/**
 * Events in the order (transaction, id), and only those below the oldest running transaction: ids are given out before
 * the commit, so a reader of `id > cursor` would miss whoever took a lower id and committed later.
 *
 * A page that is not full ends at the last event of the workspace below that horizon, also where a filter left it out: the
 * next request does not look at it again. Not at the horizon itself: the numbers of transactions that left nothing on the
 * disk (rolled back, or only in unlogged tables) are given out anew after a crash, and who had passed them would miss what
 * comes under them.
 */
export async function readEvents(
  sql: Sql,
  { workspaceId, projectIds }: KeyScope,
  query: EventQuery,
): Promise<{ data: Event[]; next: string }> {
  const [xid = '0', id = '0'] = query.after ? decodeCursor(query.after, [digits, digits]) : []
  const limit = query.limit ?? 100
  const [now] = await sql<{ horizon: string; last: [string, string] | null }[]>`
    select pg_snapshot_xmin(pg_current_snapshot())::text as horizon, (
      select array[xid::text, id::text] from events
      where workspace_id = ${workspaceId} and (xid, id) > (${xid}::text::xid8, ${id}::bigint)
        and xid < pg_snapshot_xmin(pg_current_snapshot())
      order by events.xid desc, id desc limit 1) as last`
  const { horizon, last: end } = now as { horizon: string; last: [string, string] | null }
  if (BigInt(xid) > BigInt(horizon))
    throw new ApiProblem(
      'invalid_cursor',
      'This cursor is ahead of all events: the database was restored from a backup. Begin again without "after".',
    )
  const rows = await sql<Row[]>`
    select * from ${fitting(
      sql,
      sql`
        select row_number() over (order by events.xid, id) as pos, project_id, id, xid::text as xid, type, data as payload,
               created_at
        from events
        where workspace_id = ${workspaceId} and (xid, id) > (${xid}::text::xid8, ${id}::bigint)
          and xid < ${horizon}::text::xid8
          ${query.project_id === undefined ? sql`` : sql`and project_id = ${query.project_id}`}
          ${projectIds ? sql`and project_id = any(${projectIds})` : sql``}
          ${query.type === undefined ? sql`` : sql`and type = ${query.type}`}
        order by events.xid, id limit ${limit}`,
    )} page order by pos`
  const last = rows.at(-1)
  const data = rows.map((row) => ({
    id: eventId(row.project_id, row.id),
    type: row.type,
    timestamp: row.created_at,
    data: row.payload,
  }))
  const isFull = last && (rows.length === limit || rows.length < Number(last.of_rows))
  const next = isFull ? [last.xid, last.id] : (end ?? [xid, id])
  return { data, next: encodeCursor(next) }
}
