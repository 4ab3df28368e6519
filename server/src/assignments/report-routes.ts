import {
  listReports,
  reportTask as reportTaskEndpoint,
  settleReport as settleReportEndpoint,
  unsettleReport,
} from '@whisker/api/reports.ts'
import { listSkippedTasks } from '@whisker/api/skips.ts'
import { workerPseudonym } from '../accounts/secrets.ts'
import { settleReport } from '../answers/settle-report.ts'
import type { Server } from '../context.ts'
import { type Router, route } from '../http/route.ts'
import { notFound } from '../problem.ts'
import { projectOf } from '../projects/ids.ts'
import { requireProject } from '../projects/queries.ts'
import { endedProblem } from './ended.ts'
import { findForm } from './find-form.ts'
import { findReport, reportPage } from './find-reports.ts'
import { skippedPage } from './find-skipped.ts'
import { reportTask } from './report.ts'

/** Problems with tasks: told by workers, read and settled by requesters. */
export function reportRoutes(router: Router<Server>): void {
  const { server } = router
  const { sql } = server

  route(router, reportTaskEndpoint, async ({ caller, params, body, request }) => {
    const { assignment_id: assignmentId } = params
    const hold = { projectId: projectOf(assignmentId), assignmentId, workerId: caller.personId, token: body.token }
    const form = await findForm(sql, hold)
    request.isEven = form?.has_gold ?? false
    if (!form) throw notFound('assignment')
    const pseudonym = workerPseudonym(server.secret, form.workspace_id, hold.workerId)
    if (!(await reportTask(sql, hold, pseudonym, body))) throw await endedProblem(sql, hold)
    return undefined
  })

  route(router, listReports, async ({ caller, params, query }) => {
    await requireProject(sql, caller.workspaceId, params.project_id)
    return reportPage(server, caller.workspaceId, params.project_id, query)
  })

  route(router, listSkippedTasks, async ({ caller, params, query }) => {
    await requireProject(sql, caller.workspaceId, params.project_id)
    return skippedPage(server, caller.workspaceId, params.project_id, query)
  })

  route(router, settleReportEndpoint, async ({ caller, params }) => {
    await settleReport(sql, caller.workspaceId, params.report_id, { settled: true, personId: caller.personId })
    return findReport(server, caller.workspaceId, params.report_id)
  })

  route(router, unsettleReport, async ({ caller, params }) => {
    await settleReport(sql, caller.workspaceId, params.report_id, { settled: false, personId: null })
    return findReport(server, caller.workspaceId, params.report_id)
  })
}
