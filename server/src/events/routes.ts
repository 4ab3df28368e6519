import { type Event, type EventType, listEvents } from '@whisker/api/events.ts'
import { fitting } from '../database/fit.ts'
import type { Requester } from '../http/callers.ts'
import { decodeCursor, digits, encodeCursor } from '../http/cursor.ts'
import { type Router, route } from '../http/route.ts'
import { ApiProblem, notFound } from '../problem.ts'
import { eventId } from './event-id.ts'

const pollMs = 500

export function eventRoutes(router: Router): void {
  const { http, server } = router
  const { sql } = server

  route(router, listEvents, async ({ caller, query, request }) => {
    if (query.project_id !== undefined) {
      const [project] =
        await sql`select from projects where id = ${query.project_id} and workspace_id = ${caller.workspaceId}`
      if (!project) throw notFound('project')
    }
    const end = performance.now() + (query.wait ?? 0) * 1000
    const place = query.wait ? await server.shares.enter('polls', `workspace:${caller.workspaceId}`) : null
    try {
      for (;;) {
        const page = place ? await inTurn(caller, query) : await readPage(caller, query)
        const over = performance.now() + pollMs > end || request.raw.destroyed || !http.server.listening
        if (page.data.length > 0 || over) return page
        await new Promise((resolve) => setTimeout(resolve, pollMs))
      }
    } finally {
      place?.leave()
    }
  })

  /** Whoever waits asks twice a second, and must not have the connections of others meanwhile. */
  async function inTurn(caller: Requester, query: Query) {
    const turn = await server.shares.enter('news', `workspace:${caller.workspaceId}`)
    return readPage(caller, query).finally(turn.leave)
  }

  type Query = {
    after?: string | undefined
    limit?: number | undefined
    project_id?: number | undefined
    type?: EventType | undefined
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
  async function readPage(caller: Requester, query: Query): Promise<{ data: Event[]; next: string }> {
    const [xid = '0', id = '0'] = query.after ? decodeCursor(query.after, [digits, digits]) : []
    const limit = query.limit ?? 100
    const [now] = await sql<{ horizon: string; last: [string, string] | null }[]>`
      select pg_snapshot_xmin(pg_current_snapshot())::text as horizon, (
        select array[xid::text, id::text] from events
        where workspace_id = ${caller.workspaceId} and (xid, id) > (${xid}::text::xid8, ${id}::bigint)
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
          where workspace_id = ${caller.workspaceId} and (xid, id) > (${xid}::text::xid8, ${id}::bigint)
            and xid < ${horizon}::text::xid8
            ${query.project_id === undefined ? sql`` : sql`and project_id = ${query.project_id}`}
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
