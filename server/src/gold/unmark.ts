import type { Task } from '@whisker/api/tasks.ts'
import { endHolds } from '../answers/holds.ts'
import type { Server } from '../context.ts'
import { settleTask } from '../crowd/settle.ts'
import type { Transaction } from '../database/connect.ts'
import { reopened, tell } from '../events/tell.ts'
import { text } from '../events/text.ts'
import { projectOf } from '../projects/ids.ts'
import { drop } from '../results/rewrite.ts'
import { findTask } from '../tasks/queries.ts'
import { knowNoLonger } from '../tasks/row/gold.ts'
import { refuseTakingBack } from '../tasks/taking-back.ts'
import { forgetGold } from './forget.ts'

/**
 * Makes a gold task an ordinary one. Its scores go with the row of `gold`, its holds end, and its answers decide: enough
 * of them settle it at once, in this transaction; else it is open, in front of every cursor. Doing it again
 * changes nothing.
 *
 * @throws 409 `changed_meanwhile`: somebody has said something else is right since `basedOn`
 */
export async function unmarkAsGold(
  { sql, crowds }: Pick<Server, 'sql' | 'crowds'>,
  workspaceId: number,
  taskId: string,
  basedOn: string | undefined,
): Promise<Task> {
  const projectId = projectOf(taskId)
  return sql.begin(async (tx) => {
    await refuseTakingBack(tx as Transaction, workspaceId, taskId, { what: 'answer', basedOn })
    const [unmarked] = await tx<{ complete: boolean }[]>`
      with task as (
        ${knowNoLonger(tx, projectId, taskId, workspaceId)}
      ), withdrawn as (
        ${endHolds(tx, projectId, 'withdrawn', tx`a.task_id = any(array(select id from task))`)}
      ), no_result as (
        ${drop(tx, projectId, tx`select id from task`)}
      ), no_gold as (
        ${forgetGold(tx, projectId, tx`select id from task`)}
      ), event as (
        ${tell(tx, { projectId, workspaceId, from: text`task k`, where: text`not k.complete` }, reopened('k'))}
      )
      select complete from task`
    if (unmarked?.complete) await settleTask(tx, crowds, projectId, taskId)
    return findTask(tx, workspaceId, taskId)
  }) as Promise<Task>
}
