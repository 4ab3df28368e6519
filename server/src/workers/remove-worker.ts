import { removeFromProject } from '../accounts/project-workers.ts'
import { endHolds } from '../answers/holds.ts'
import type { Sql } from '../database/connect.ts'
import { freePlaces } from '../tasks/row/places.ts'
import { dropOpenQuestion } from '../training/open-question.ts'

/**
 * Takes a worker out of a project and frees what they hold, in one statement: their tasks go to lane 1, in front of every
 * cursor. Whoever has no row (an open project) gets one that says so. Order of locks: task, then assignment.
 *
 * A hold that a statement running at the same moment gives them is not seen here: it can be answered until its deadline.
 */
export async function removeWorkerFrom(sql: Sql, projectId: number, personId: string): Promise<void> {
  await sql`
    with removed as (
      ${removeFromProject(sql, projectId, personId)}
    ), practice as (
      ${dropOpenQuestion(sql, projectId, personId)}
    ), task as materialized (
      select id from tasks
      where project_id = ${projectId} and id = any(array(
        select task_id from assignments
        where project_id = ${projectId} and worker_id = ${personId} and state = 'active'))
      order by id for update
    ), ended as (
      ${endHolds(sql, projectId, 'withdrawn', sql`a.worker_id = ${personId} and a.task_id = any(array(select id from task))`)}
    )
    ${freePlaces(sql, sql`ended`)}`
}
