import type { AnswerItem } from '@whisker/api/answers.ts'
import type { Transaction } from '../database/connect.ts'
import { freePlaces } from '../tasks/row/places.ts'
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
      select project_id, task_id, state, taken_at from assignments where project_id = ${projectId} and id = ${assignmentId} and state <> 'outdated'
    ), ended as (
      update assignments set state = 'outdated', ended_at = now()
      where project_id = ${projectId} and id = ${assignmentId} and exists (select from held)
    ), freed as (
      ${freePlaces(tx, tx`(select project_id, task_id from held where state = 'active') h`)}
    )
    insert into outdated_answers (project_id, assignment_id, task_id, worker_id, version, "values", seconds, submitted_at)
    select ${projectId}, ${assignmentId}, ${taskId}, ${workerId}, ${version}, ${tx.json(answer)},
           extract(epoch from now() - taken_at), now()
    from held on conflict do nothing`
}
