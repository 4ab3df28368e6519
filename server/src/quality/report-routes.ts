import { type FieldReport, type Report, readReport } from '@whisker/api/report.ts'
import type { Server } from '../context.ts'
import { type Router, route } from '../http/route.ts'
import { askThread } from '../jobs/thread.ts'
import { findProject } from '../projects/queries.ts'
import { costOf } from './report-cost.ts'
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
    const [{ tasks, answers, made_at }, fields] = await Promise.all([
      costOf(server.sql, projectId),
      askThread<FieldReport[]>(new URL('./report-thread.ts', import.meta.url), order, signal),
    ])
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
