import type { Task } from '@whisker/api/tasks.ts'
import { endHolds } from '../answers/holds.ts'
import type { Sql, Transaction } from '../database/connect.ts'
import { event, ofTask, tell } from '../events/tell.ts'
import { text } from '../events/text.ts'
import { ApiProblem } from '../problem.ts'
import { projectOf } from '../projects/ids.ts'
import { lockTask } from './lock.ts'
import { findTask } from './queries.ts'
import { waitNoMore } from './row/aside.ts'
import { cancel } from './row/finish.ts'

/** Cancels an open task: its holds end with it. Order of locks: task, then assignment, as everywhere. */
export async function cancelOpenTask(sql: Sql, workspaceId: number, taskId: string): Promise<Task> {
  const projectId = projectOf(taskId)
  await sql.begin(async (tx) => {
    await lockTask(tx as Transaction, workspaceId, taskId)
    await tx`
    with cancelled as (
      ${cancel(tx, projectId, taskId, workspaceId)}
    ), waits_no_more as (
      ${waitNoMore(tx, projectId, tx`select id from cancelled`)}
    ), withdrawn as (
      ${endHolds(tx, projectId, 'withdrawn', tx`a.task_id = any(array(select id from cancelled))`)}
    )
    ${tell(tx, { projectId, workspaceId, from: text`cancelled c` }, event('task.cancelled', ofTask('c')))}`
  })
  const task = await findTask(sql, workspaceId, taskId)
  if (task.status !== 'cancelled')
    throw new ApiProblem('conflict', `The task is ${task.status.replace('_', ' ')}; only open tasks can be cancelled.`)
  return task
}
