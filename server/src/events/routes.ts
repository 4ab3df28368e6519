import { type Event, type EventType, listEvents } from '@whisker/api/events.ts'
import type { Requester } from '../http/caller.ts'
import { decodeCursor, digits, encodeCursor } from '../http/cursor.ts'
import { notFound } from '../http/problem.ts'
import { type Router, route } from '../http/route.ts'
import { eventId } from './event-id.ts'

const pollMs = 500

export function eventRoutes(router: Router): void {
  const { sql } = router.server

  route(router, listEvents, async ({ caller, query, request }) => {
    if (query.project_id !== undefined) {
      const [project] =
        await sql`select from projects where id = ${query.project_id} and workspace_id = ${caller.workspaceId}`
      if (!project) throw notFound('project')
    }
    const end = performance.now() + (query.wait ?? 0) * 1000
    for (;;) {
      const page = await readPage(caller, query)
      if (page.data.length > 0 || performance.now() + pollMs > end || request.raw.destroyed) return page
      await new Promise((resolve) => setTimeout(resolve, pollMs))
    }
  })

  type Query = {
    after?: string | undefined
    limit?: number | undefined
    project_id?: number | undefined
    type?: EventType | undefined
  }

  /**
   * Events in the order (transaction, id), and only those below the oldest running transaction: ids are given out before
   * the commit, so a reader of `id > cursor` would miss whoever took a lower id and committed later.
   */
  async function readPage(caller: Requester, query: Query): Promise<{ data: Event[]; next: string }> {
    const [xid = '0', id = '0'] = query.after ? decodeCursor(query.after, [digits, digits]) : []
    const rows = await sql<
      { project_id: number; id: string; xid: string; type: EventType; data: Event['data']; created_at: string }[]
    >`
      select project_id, id, xid::text as xid, type, data, created_at from events
      where workspace_id = ${caller.workspaceId} and (xid, id) > (${xid}::text::xid8, ${id}::bigint)
        and xid < pg_snapshot_xmin(pg_current_snapshot())
        ${query.project_id === undefined ? sql`` : sql`and project_id = ${query.project_id}`}
        ${query.type === undefined ? sql`` : sql`and type = ${query.type}`}
      order by events.xid, id limit ${query.limit ?? 100}`
    const last = rows.at(-1)
    const data = rows.map((row) => ({
      id: eventId(row.project_id, row.id),
      type: row.type,
      timestamp: row.created_at,
      data: row.data,
    }))
    return { data, next: encodeCursor(last ? [last.xid, last.id] : [xid, id]) }
  }
}
