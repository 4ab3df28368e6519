import { readProgress } from '@whisker/api/progress.ts'
import { listProjects } from '@whisker/api/projects.ts'
import { readUsage } from '@whisker/api/workspaces.ts'
import { type Router, route } from '../http/route.ts'
import { projectsPage, requireProject } from '../projects/queries.ts'
import { projectProgress, projectsProgress } from './progress.ts'
import { workspaceUsage } from './usage.ts'

/** How far projects are, and what a workspace holds. */
export function progressRoutes(router: Router): void {
  const { server } = router
  const { sql } = server

  route(router, listProjects, async ({ caller, query }) => {
    const { data, ...more } = await projectsPage(sql, caller, query)
    const progress = await projectsProgress(
      sql,
      data.map(({ id }) => id),
    )
    return { data: data.map((project) => ({ ...project, progress: progress.get(project.id)! })), ...more }
  })

  route(router, readProgress, async ({ caller, params }) => {
    await requireProject(sql, caller.workspaceId, params.project_id)
    return projectProgress(sql, params.project_id)
  })

  route(router, readUsage, async ({ caller }) => workspaceUsage(server.patient, caller.workspaceId))
}
