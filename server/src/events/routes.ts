import { listEvents } from '@whisker/api/events.ts'
import type { KeyScope } from '../http/callers.ts'
import { type Router, route } from '../http/route.ts'
import { type EventQuery, readEvents, requireProjectOf } from './read-page.ts'

const pollMs = 500

export function eventRoutes(router: Router): void {
  const { http, server } = router
  const { sql } = server

  route(router, listEvents, async ({ caller, query, request }) => {
    if (query.project_id !== undefined) {
      await requireProjectOf(sql, caller, query.project_id)
    }
    const end = performance.now() + (query.wait ?? 0) * 1000
    const place = query.wait ? await server.shares.enter('polls', `workspace:${caller.workspaceId}`) : null
    try {
      for (;;) {
        const page = place ? await inTurn(caller, query) : await readEvents(sql, caller, query)
        const over = performance.now() + pollMs > end || request.raw.destroyed || !http.server.listening
        if (page.data.length > 0 || over) return page
        await new Promise((resolve) => setTimeout(resolve, pollMs))
      }
    } finally {
      place?.leave()
    }
  })

  /** Whoever waits asks twice a second, and must not have the connections of others meanwhile. */
  async function inTurn(caller: KeyScope, query: EventQuery) {
    const turn = await server.shares.enter('news', `workspace:${caller.workspaceId}`)
    return readEvents(sql, caller, query).finally(turn.leave)
  }
}
