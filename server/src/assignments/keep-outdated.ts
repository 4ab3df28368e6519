import type { AnswerItem } from '@whisker/api/answer-check.ts'
import { outdate } from '../answers/holds.ts'
import { keepOutdatedAnswers } from '../answers/put.ts'
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
  version: number,
  answer: AnswerItem[],
): Promise<void> {
  await tx`
    with held as materialized (
      select project_id, id as assignment_id, task_id, state, taken_at from assignments where project_id = ${projectId} and id = ${assignmentId} and state <> 'outdated'
    ), ended as (
      ${outdate(tx, projectId, tx`held`)}
    ), freed as (
      ${freePlaces(tx, tx`(select project_id, task_id from held where state = 'active') h`)}
    )
    ${keepOutdatedAnswers(
      tx,
      tx`(select project_id, assignment_id, task_id, ${workerId}::uuid as worker_id, ${version}::int as version, ${tx.json(answer)}::jsonb as "values",
                 extract(epoch from now() - taken_at) as seconds, now() as submitted_at from held) h`,
    )}`
}
