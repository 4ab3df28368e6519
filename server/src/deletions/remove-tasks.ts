import type { Transaction } from '../database/connect.ts'
import { remove } from '../tasks/row/finish.ts'

/**
 * Removes tasks with all that hangs on them: items, answers, assignments, results, gold, corrections, reports, practice (the
 * foreign keys and a trigger take them along), and what events told of them.
 *
 * Their pictures are only marked: they look as if nothing had pointed to them for long, and the next sweep takes those to
 * which nothing points then (`deletions/housekeeping.ts`). So a task that comes in meanwhile with the same picture keeps it, and
 * a crash leaves nothing behind.
 *
 * Order of locks: task, then assignment, as everywhere. The tasks of one call are locked in the order of their ids.
 *
 * @returns the tasks that were there.
 */
export async function removeTasks(
  tx: Transaction,
  projectId: number,
  taskIds: string[],
): Promise<{ id: string; external_id: string | null }[]> {
  await tx`select from tasks where project_id = ${projectId} and id = any(${taskIds}) order by id for update`
  await tx`
    update assets a set created_at = 'epoch'
    from (select distinct workspace_id, sha256 from task_assets
          where project_id = ${projectId} and task_id = any(${taskIds}) order by 1, 2) gone
    where a.workspace_id = gone.workspace_id and a.sha256 = gone.sha256`
  await tx`
    delete from events where project_id = ${projectId} and data ? 'task_id' and (data ->> 'task_id')::uuid = any(${taskIds})`
  return tx<{ id: string; external_id: string | null }[]>`${remove(tx, projectId, taskIds)}`
}
