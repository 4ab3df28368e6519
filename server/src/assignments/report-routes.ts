import { listReports, type Report, reportTask as reportTaskEndpoint } from '@whisker/api/reports.ts'
import type { z } from 'zod'
import { workerPseudonym } from '../accounts/secrets.ts'
import { decodeCursor, digits, encodeCursor, uuid } from '../http/cursor.ts'
import { notFound } from '../http/problem.ts'
import { type Router, route } from '../http/route.ts'
import { projectOf } from '../projects/ids.ts'
import { requireProject } from '../projects/queries.ts'
import { endedProblem } from './ended.ts'
import { reportTask } from './report.ts'
import { findForm } from './submit.ts'

type Row = z.infer<typeof Report> & { assignment_id: string; at: string }

/** Problems with tasks: told by workers, read by requesters. */
export function reportRoutes(router: Router): void {
  const { server } = router
  const { sql } = server

  route(router, reportTaskEndpoint, async ({ caller, params, body }) => {
    const { assignment_id: assignmentId } = params
    const hold = { projectId: projectOf(assignmentId), assignmentId, workerId: caller.personId, token: body.token }
    const form = await findForm(sql, hold)
    if (!form) throw notFound('assignment')
    const pseudonym = workerPseudonym(server.secret, form.workspace_id, hold.workerId)
    if (!(await reportTask(sql, hold, pseudonym, body))) throw await endedProblem(sql, hold)
    return undefined
  })

  route(router, listReports, async ({ caller, params, query }) => {
    const { project_id } = params
    await requireProject(sql, caller.workspaceId, project_id)
    const limit = query.limit ?? 100
    const [at, assignment] = query.after ? decodeCursor(query.after, [digits, uuid]) : []
    const rows = await sql<Row[]>`
      select r.task_id, t.external_id, a.worker_id, w.name as worker_name, r.reason, r.comment, r.created_at,
             r.assignment_id, (extract(epoch from r.created_at) * 1000000)::bigint::text as at
      from reports r join tasks t on t.project_id = r.project_id and t.id = r.task_id
      join assignments a on a.project_id = r.project_id and a.id = r.assignment_id join people w on w.id = a.worker_id
      where r.project_id = ${project_id} ${query.task_id ? sql`and r.task_id = ${query.task_id}` : sql``}
        ${at && assignment ? sql`and (r.created_at, r.assignment_id) < ('epoch'::timestamptz + ${at}::bigint * interval '1 microsecond', ${assignment})` : sql``}
      order by r.created_at desc, r.assignment_id desc limit ${limit + 1}`
    const shown = rows.slice(0, limit)
    const last = shown.at(-1)
    return {
      data: shown.map((row) => ({
        ...row,
        worker_id: workerPseudonym(server.secret, caller.workspaceId, row.worker_id),
      })),
      ...(rows.length > limit && last && { next: encodeCursor([last.at, last.assignment_id]) }),
    }
  })
}
