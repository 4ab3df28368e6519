import {
  createAppeal,
  listAppeals,
  listProjectWorkers,
  readWorker,
  resolveAppeal,
  revertWorker,
} from '@whisker/api/workers.ts'
import { workerPseudonym } from '../accounts/secrets.ts'
import type { Server } from '../context.ts'
import { type Router, route } from '../http/route.ts'
import { requireProject } from '../projects/queries.ts'
import { type AppealRow, appeal, findAppeals, resolve } from './appeals.ts'
import { workerDetail } from './detail.ts'
import { findPerson } from './find.ts'
import { projectWorkers } from './project-workers.ts'
import { beginReversal } from './reverse.ts'

export function workerRoutes(router: Router<Server>): void {
  const { server } = router
  const { sql } = server

  const show = (workspaceId: number, { person_id, ...row }: AppealRow) => ({
    ...row,
    worker_id: workerPseudonym(server.secret, workspaceId, person_id),
  })

  route(router, listProjectWorkers, async ({ caller, params }) => {
    await requireProject(sql, caller.workspaceId, params.project_id)
    const rows = await projectWorkers(server.patient, params.project_id)
    const data = rows.map(({ person_id, ...row }) => ({
      ...row,
      worker_id: workerPseudonym(server.secret, caller.workspaceId, person_id),
    }))
    return { data }
  })

  route(router, readWorker, async ({ caller, params }) => {
    const person = await findPerson(server, caller.workspaceId, params.project_id, params.worker_id)
    const [detail, appeals] = await Promise.all([
      workerDetail(sql, params.project_id, person),
      findAppeals(sql, params.project_id, person),
    ])
    return { ...detail, worker_id: params.worker_id, appeals: appeals.map((row) => show(caller.workspaceId, row)) }
  })

  route(router, revertWorker, async ({ caller, params, body }) => {
    const person = await findPerson(server, caller.workspaceId, params.project_id, params.worker_id)
    const reversal = await beginReversal(sql, params.project_id, person, body.reason)
    server.wake('reversals')
    return reversal
  })

  route(router, createAppeal, async ({ caller, params, body }) => {
    const pseudonymIn = (workspaceId: number) => workerPseudonym(server.secret, workspaceId, caller.personId)
    return appeal(sql, params.project_id, caller.personId, pseudonymIn, body.comment)
  })

  route(router, listAppeals, async ({ caller, params }) => {
    await requireProject(sql, caller.workspaceId, params.project_id)
    const rows = await findAppeals(sql, params.project_id, null)
    return { data: rows.map((row) => show(caller.workspaceId, row)) }
  })

  route(router, resolveAppeal, async ({ caller, params, body }) =>
    show(caller.workspaceId, await resolve(sql, caller, params.appeal_id, body)),
  )
}
