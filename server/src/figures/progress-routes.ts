import { listProjects, readProgress } from '@whisker/api/projects.ts'
import { readUsage } from '@whisker/api/workspaces.ts'
import { fitting } from '../database/fit.ts'
import { decodeCursor, digits, fittedPage } from '../http/cursor.ts'
import { type Router, route } from '../http/route.ts'
import { type ProjectRow, projectColumns, requireProject, shownProject } from '../projects/queries.ts'
import { projectProgress, projectsProgress } from './progress.ts'
import { workspaceUsage } from './usage.ts'

/** How far projects are, and what a workspace holds. */
export function progressRoutes(router: Router): void {
  const { server } = router
  const { sql } = server

  route(router, listProjects, async ({ caller, query }) => {
    const limit = query.limit ?? 100
    const [before = '2147483648'] = query.after ? decodeCursor(query.after, [digits]) : []
    const rows = await sql<(ProjectRow & { of_rows: string })[]>`
      select * from ${fitting(
        sql,
        sql`
          select row_number() over (order by p.id desc) as pos, ${projectColumns(sql)}
          from projects p join project_versions v on v.project_id = p.id and v.version = p.version
          where p.workspace_id = ${caller.workspaceId} and p.id < ${before}::bigint
            and (${query.status ?? null}::text is null or p.status = ${query.status ?? null})
          order by p.id desc limit ${limit + 1}`,
        (size) =>
          sql`${size(sql`x.input_spec`)} + ${size(sql`x.output_spec`)} + ${size(sql`x.synonyms`)} + ${size(sql`x.apart`)} + ${size(sql`x.public_description`)}`,
      )} page order by pos`
    const { data: shown, ...more } = fittedPage(rows, limit, (last) => [last.id])
    const progress = await projectsProgress(
      sql,
      shown.map(({ id }) => id),
    )
    return {
      data: shown.map((project) => ({ ...shownProject(project), progress: progress.get(project.id)! })),
      ...more,
    }
  })

  route(router, readProgress, async ({ caller, params }) => {
    await requireProject(sql, caller.workspaceId, params.project_id)
    return projectProgress(sql, params.project_id)
  })

  route(router, readUsage, async ({ caller }) => workspaceUsage(server.patient, caller.workspaceId))
}
