import { endHolds } from '../answers/holds.ts'
import type { Sql } from '../database/connect.ts'
import { event, ofTask, tell } from '../events/tell.ts'
import { text } from '../events/text.ts'
import { forgetGold } from '../gold/forget.ts'
import { drop } from '../results/rewrite.ts'
import { waitNoMore } from '../tasks/row/aside.ts'
import { endUnreadable } from '../tasks/row/finish.ts'

/**
 * A picture of the task cannot be decoded: its bytes are those that were sent, and they are no picture. The task ends, its
 * holds with it, and an event says why. Nothing else ends a task here: what storage or a decoder did passes (pass-over.ts).
 */
export async function markUnreadable(sql: Sql, projectId: number, taskId: string, reason: string): Promise<void> {
  await sql.begin(async (tx) => {
    // A hold that is given at this moment would not be seen by the statement that ends them (tasks/lock.ts).
    await tx`select from tasks where project_id = ${projectId} and id = ${taskId} for update`
    await tx`
    with marked as (
      ${endUnreadable(tx, projectId, taskId, reason)}
    ), no_gold as (
      ${forgetGold(tx, projectId, tx`select id from marked`)}
    ), no_result as (
      ${drop(tx, projectId, tx`select id from marked`)}
    ), waits_no_more as (
      ${waitNoMore(tx, projectId, tx`select id from marked`)}
    ), withdrawn as (
      ${endHolds(tx, projectId, 'withdrawn', tx`a.task_id = any(array(select id from marked))`)}
    )
    ${tell(tx, { projectId, from: text`marked m` }, event('task.unreadable', { ...ofTask('m'), reason }))}`
  })
}
