import { type Correction, correctTask, listCorrections, undoCorrection } from '@whisker/api/corrections.ts'
import type { z } from 'zod'
import { type Router, route } from '../http/route.ts'
import { projectOf } from '../projects/ids.ts'
import { findTask } from '../tasks/queries.ts'
import { correctResult } from './correct.ts'
import { undoCorrectionOf } from './undo-correction.ts'

export function correctionRoutes(router: Router): void {
  const { sql } = router.server

  route(router, correctTask, async ({ caller, params, body }) => {
    await correctResult(sql, caller.workspaceId, params.task_id, caller.personId, body)
    return findTask(sql, caller.workspaceId, params.task_id)
  })

  route(router, undoCorrection, async ({ caller, params }) => {
    await undoCorrectionOf(sql, caller.workspaceId, params.task_id)
    return findTask(sql, caller.workspaceId, params.task_id)
  })

  route(router, listCorrections, async ({ caller, params }) => {
    const task = await findTask(sql, caller.workspaceId, params.task_id)
    const data = await sql<z.infer<typeof Correction>[]>`
      select c.result, c.comment, p.name as by, c.created_at, c.ended_at
      from corrections c left join people p on p.id = c.person_id
      where c.project_id = ${projectOf(task.id)} and c.task_id = ${task.id} order by c.id desc limit 100`
    return { data }
  })
}
