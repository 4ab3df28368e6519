import { type Correction, correctTask, listCorrections, undoCorrection } from '@whisker/api/corrections.ts'
import type { z } from 'zod'
import type { Server } from '../context.ts'
import { fitting } from '../database/fit.ts'
import { decodeCursor, digits, fittedPage } from '../http/cursor.ts'
import { type Router, route } from '../http/route.ts'
import { projectOf } from '../projects/ids.ts'
import { findTask } from '../tasks/queries.ts'
import { correctResult } from './correct.ts'
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
    const limit = query.limit ?? 100
    const [before = '9223372036854775807'] = query.after ? decodeCursor(query.after, [digits]) : []
    const rows = await sql<(z.infer<typeof Correction> & { id: string; of_rows: string })[]>`
      select page.*, payload as result from ${fitting(
        sql,
        sql`
          select row_number() over (order by c.id desc) as pos, c.id, c.result as payload, c.comment, p.name as by,
                 c.created_at, c.ended_at
          from corrections c left join people p on p.id = c.person_id
          where c.project_id = ${projectOf(task.id)} and c.task_id = ${task.id} and c.id < ${before}::bigint
          order by c.id desc limit ${limit + 1}`,
      )} page order by pos`
    return fittedPage(rows, limit, (last) => [last.id])
  })
}
