import { pauseWorker, removeWorker, restoreWorker, resumeWorker } from '@whisker/api/workers.ts'
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
    await sql`
      insert into project_workers (project_id, person_id, paused_at, paused_reason)
      values (${params.project_id}, ${personId}, now(), ${body.reason})
      on conflict (project_id, person_id) do update
      set paused_at = coalesce(project_workers.paused_at, now()), paused_reason = excluded.paused_reason`
    return undefined
  })

  route(router, resumeWorker, async ({ caller, params }) => {
    const personId = await find(caller.workspaceId, params)
    await sql`
      update project_workers set paused_at = null, paused_reason = null, resumed_at = now()
      where project_id = ${params.project_id} and person_id = ${personId}`
    return undefined
  })

  route(router, removeWorker, async ({ caller, params }) => {
    const personId = await find(caller.workspaceId, params)
    await removeWorkerFrom(sql, params.project_id, personId)
    return undefined
  })

  route(router, restoreWorker, async ({ caller, params }) => {
    const personId = await find(caller.workspaceId, params)
    await sql`
      update project_workers set removed_at = null
      where project_id = ${params.project_id} and person_id = ${personId}`
    return undefined
  })
}
