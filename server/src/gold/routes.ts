import { listGold, markGold, unmarkGold } from '@whisker/api/gold.ts'
import { decodeCursor, encodeCursor, uuid } from '../http/cursor.ts'
import { type Router, route } from '../http/route.ts'
import { requireProject } from '../projects/queries.ts'
import { markAsGold } from './mark.ts'
import { findGold, goldPage } from './queries.ts'
import { unmarkAsGold } from './unmark.ts'

export function goldRoutes(router: Router): void {
  const { sql } = router.server

  route(router, listGold, async ({ caller, params, query }) => {
    await requireProject(sql, caller.workspaceId, params.project_id)
    const limit = query.limit ?? 100
    const [after] = query.after ? decodeCursor(query.after, [uuid]) : []
    const rows = await goldPage(sql, params.project_id, after, limit + 1)
    const data = rows.slice(0, limit)
    const last = data.at(-1)
    return { data, ...(rows.length > limit && last && { next: encodeCursor([last.task_id]) }) }
  })

  route(router, markGold, async ({ caller, params, body }) => {
    await markAsGold(sql, caller.workspaceId, params.task_id, body.answer, body.source)
    return findGold(sql, caller.workspaceId, params.task_id)
  })

  route(router, unmarkGold, async ({ caller, params }) => unmarkAsGold(sql, caller.workspaceId, params.task_id))
}
