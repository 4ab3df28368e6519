import type { AnswerItem } from '@whisker/api/answers.ts'
import type { Transaction } from '../database/connect.ts'
import type { Hold } from './hold.ts'

/**
 * Keeps an answer in an older form than others have answered: not counted, and not in the way of another one of the same
 * worker. Its place goes in front of every cursor (lane 1), for this worker as well. The caller holds the task's row.
 */
export async function keepOutdated(
  tx: Transaction,
  { projectId, assignmentId, workerId }: Hold,
  taskId: string,
  version: number,
  answer: AnswerItem[],
): Promise<void> {
  await tx`
    with held as materialized (
      select state, taken_at from assignments where project_id = ${projectId} and id = ${assignmentId} and state <> 'outdated'
    ), ended as (
      update assignments set state = 'outdated', ended_at = now()
      where project_id = ${projectId} and id = ${assignmentId} and exists (select from held)
    ), freed as (
      update tasks set active = active - 1, lane = 1, queue_xid = pg_current_xact_id(), position = nextval('task_positions')
      where project_id = ${projectId} and id = ${taskId} and exists (select from held where state = 'active')
    )
    insert into outdated_answers (project_id, assignment_id, task_id, worker_id, version, "values", seconds, submitted_at)
    select ${projectId}, ${assignmentId}, ${taskId}, ${workerId}, ${version}, ${tx.json(answer)},
           extract(epoch from now() - taken_at), now()
    from held on conflict do nothing`
}
