import type { Task } from '@whisker/api/tasks.ts'
import type { Server } from '../context.ts'
import { settleTask } from '../crowd/settle.ts'
import { reopened, tell } from '../events/tell.ts'
import { projectOf } from '../projects/ids.ts'
import { findTask } from '../tasks/queries.ts'

/**
 * Makes a gold task an ordinary one. Its scores go with the row of `gold`, its holds end, and its answers decide: enough
 * of them settle it at once, in this transaction; else it is open, in front of every cursor. Doing it again
 * changes nothing.
 */
export async function unmarkAsGold(
  { sql, crowds }: Pick<Server, 'sql' | 'crowds'>,
  workspaceId: number,
  taskId: string,
): Promise<Task> {
  const projectId = projectOf(taskId)
  return sql.begin(async (tx) => {
    const [unmarked] = await tx<{ complete: boolean }[]>`
      with task as (
        update tasks t set gold = false, status = 'open', lane = 1, queue_xid = pg_current_xact_id(),
               position = nextval('task_positions'), active = 0, completed_at = null,
               wanted = greatest(p.min_answers, t.answered)
        from projects p
        where t.project_id = ${projectId} and t.id = ${taskId} and t.gold
          and p.id = t.project_id and p.workspace_id = ${workspaceId}
        returning t.id, t.external_id, t.answered, t.wanted, t.answered = t.wanted as complete
      ), withdrawn as (
        update assignments a set state = 'withdrawn', ended_at = now() from task t
        where a.project_id = ${projectId} and a.task_id = t.id and a.state = 'active'
      ), no_result as (
        delete from results r using task t where r.project_id = ${projectId} and r.task_id = t.id
      ), no_gold as (
        delete from gold g using task t where g.project_id = ${projectId} and g.task_id = t.id
      ), event as (
        ${tell(tx, { projectId, workspaceId, from: tx`task k`, where: tx`not k.complete` }, reopened(tx, tx`k`))}
      )
      select complete from task`
    if (unmarked?.complete) await settleTask(tx, crowds, projectId, taskId)
    return findTask(tx, workspaceId, taskId)
  }) as Promise<Task>
}
