import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { type FieldReport, type Report, readReport } from '@whisker/api/report.ts'
import { ApiProblem } from '../http/problem.ts'
import { type Router, route } from '../http/route.ts'
import { findProject } from '../projects/queries.ts'
import type { ReportOrder } from './report-thread.ts'

const keptMs = 60_000
/** Each reads all answers of a project, with a connection and a processor of its own. */
const atOnce = 2

export function reportRoutes(router: Router): void {
  const { server } = router
  const kept = new Map<number, { until: number; report: Promise<Report> }>()
  let running = 0

  route(router, readReport, async ({ caller, params }) => {
    const project = await findProject(server.sql, caller.workspaceId, params.project_id)
    const known = kept.get(project.id)
    if (known && known.until > performance.now()) return known.report
    if (running >= atOnce)
      throw new ApiProblem('unavailable', 'Other reports are being worked out right now. Try again in a moment.', {
        retryAfterS: 5,
      })
    running++
    const report = makeReport(project.id, project.max_answers).finally(() => running--)
    for (const [id, { until }] of kept) if (until < performance.now()) kept.delete(id)
    kept.set(project.id, { until: performance.now() + keptMs, report })
    report.catch(() => kept.delete(project.id))
    return report
  })

  async function makeReport(projectId: number, maxAnswers: number): Promise<Report> {
    const [[cost], fields] = await Promise.all([
      server.sql<{ tasks: number; answers: number; made_at: string }[]>`
        select count(*)::int as tasks, coalesce(sum(r.answers), 0)::int as answers, now() as made_at
        from results r join tasks t on t.project_id = r.project_id and t.id = r.task_id
        where r.project_id = ${projectId} and t.status = 'completed' and not t.gold and r.answers > 0`,
      inThread({ projectId, ...server.threads }),
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

async function inThread(order: ReportOrder): Promise<FieldReport[]> {
  const thread = new Worker(new URL('./report-thread.ts', import.meta.url), { workerData: order, execArgv: [] })
  // It ends by itself when it has closed its connection; stopped in the middle of that, it has taken the process along.
  const [[fields]] = await Promise.all([once(thread, 'message'), once(thread, 'exit')])
  return fields as FieldReport[]
}
