import { pauseWorker, removeWorker, restoreWorker, resumeWorker } from '@whisker/api/workers.ts'
import { pauseWorker as pause, restoreToProject, resumeWorker as resume } from '../accounts/project-workers.ts'
import type { Server } from '../context.ts'
import { type Router, route } from '../http/route.ts'
import { findPerson } from './find.ts'
import { removeWorkerFrom } from './remove-worker.ts'

/** What a requester decides about one worker of a project. */
export function standingRoutes(router: Router<Server>): void {
  const { sql } = router.server

  const find = (workspaceId: number, params: { project_id: number; worker_id: string }) =>
    findPerson(router.server, workspaceId, params.project_id, params.worker_id)

  route(router, pauseWorker, async ({ caller, params, body }) => {
    const personId = await find(caller.workspaceId, params)
    await pause(sql, params.project_id, personId, body.reason)
    return undefined
  })

  route(router, resumeWorker, async ({ caller, params }) => {
    const personId = await find(caller.workspaceId, params)
    await resume(sql, params.project_id, personId)
    return undefined
  })

  route(router, removeWorker, async ({ caller, params }) => {
    const personId = await find(caller.workspaceId, params)
    await removeWorkerFrom(sql, params.project_id, personId)
    return undefined
  })

  route(router, restoreWorker, async ({ caller, params }) => {
    const personId = await find(caller.workspaceId, params)
    await restoreToProject(sql, params.project_id, personId)
    return undefined
  })
}
