import { readSummary } from '@whisker/api/summary.ts'
import type { Server } from '../context.ts'
import { type Router, route } from '../http/route.ts'
import { requireProject } from '../projects/queries.ts'
import { projectSummary } from './summary.ts'

export function summaryRoutes(router: Router<Server>): void {
  const { server } = router

  route(router, readSummary, async ({ caller, params }) => {
    await requireProject(server.sql, caller.workspaceId, params.project_id)
    return projectSummary(server, params.project_id)
  })
}
