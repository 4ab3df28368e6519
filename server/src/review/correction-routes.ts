import { correctTask, listCorrections, undoCorrection } from '@whisker/api/corrections.ts'
import type { Server } from '../context.ts'
import { type Router, route } from '../http/route.ts'
import { findTask } from '../tasks/queries.ts'
import { correctResult } from './correct.ts'
import { correctionsPage } from './list-corrections.ts'
import { undoCorrectionOf } from './undo-correction.ts'

export function correctionRoutes(router: Router<Server>): void {
  const { sql } = router.server

  route(router, correctTask, async ({ caller, params, body }) => {
    await correctResult(sql, caller.workspaceId, params.task_id, caller.personId, body)
    return findTask(sql, caller.workspaceId, params.task_id)
  })

  route(router, undoCorrection, async ({ caller, params, query }) => {
    await undoCorrectionOf(router.server, caller.workspaceId, params.task_id, query.based_on)
    return findTask(sql, caller.workspaceId, params.task_id)
  })

  route(router, listCorrections, async ({ caller, params, query }) => {
    const task = await findTask(sql, caller.workspaceId, params.task_id)
    return correctionsPage(sql, task.id, query)
  })
}
