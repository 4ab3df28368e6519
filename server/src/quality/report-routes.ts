import { type FieldReport, type Report, readReport } from '@whisker/api/report.ts'
import type { Server } from '../context.ts'
import { type Router, route } from '../http/route.ts'
import { askThread } from '../jobs/thread.ts'
import { findProject } from '../projects/queries.ts'
import type { ReportOrder } from './report-thread.ts'
import { workedOut } from './worked-out.ts'

export function reportRoutes(router: Router<Server>): void {
  const { server } = router
  const report = workedOut<Report>(router, 'reports')

  route(router, readReport, async ({ caller, params }) => {
    const project = await findProject(server.sql, caller.workspaceId, params.project_id)
    return report(project.id, (signal) => makeReport(project.id, project.max_answers, signal))
  })

  async function makeReport(projectId: number, maxAnswers: number, signal: AbortSignal): Promise<Report> {
    const order: ReportOrder = { projectId, ...server.threads }
    const [[cost], fields] = await Promise.all([
      server.sql<{ tasks: number; answers: number; made_at: string }[]>`
        select count(*)::int as tasks, coalesce(sum(r.answers), 0)::int as answers, now() as made_at
        from results r join tasks t on t.project_id = r.project_id and t.id = r.task_id
        where r.project_id = ${projectId} and t.status = 'completed' and not t.gold and r.answers > 0`,
      askThread<FieldReport[]>(new URL('./report-thread.ts', import.meta.url), order, signal),
    ])
    const { tasks, answers, made_at } = cost as { tasks: number; answers: number; made_at: string }
    return {
      project_id: projectId,
      made_at: new Date(made_at).toISOString(),
      answers,
      tasks,
      answers_per_task: tasks === 0 ? null : answers / tasks,
      saved: tasks === 0 ? null : 1 - answers / (tasks * maxAnswers),
      fields,
    }
  }
}
