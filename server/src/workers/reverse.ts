import type { Reversal } from '@whisker/api/workers.ts'
import { pauseWorker } from '../accounts/project-workers.ts'
import { endHolds } from '../answers/holds.ts'
import type { Sql } from '../database/connect.ts'
import { freePlaces } from '../tasks/row/places.ts'

/**
 * Begins to take back all answers of a worker: notes the reversal, pauses the worker, and ends their holds, so that no
 * further answer of theirs counts. The answers themselves are for the background (reversal-round.ts): no request waits
 * for 100,000 rows. While one is under way, another changes nothing.
 *
 * Order of locks: task, then assignment, as everywhere.
 */
export async function beginReversal(sql: Sql, projectId: number, personId: string, reason: string): Promise<Reversal> {
  await sql`
    with noted as (
      insert into reversals (project_id, person_id, reason) values (${projectId}, ${personId}, ${reason})
      on conflict (project_id, person_id) do update
        set reason = excluded.reason, reverted = 0, asked_again = 0, created_at = now(), finished_at = null
        where reversals.finished_at is not null
      returning person_id
    ), held as materialized (
      select id, task_id from assignments
      where project_id = ${projectId} and worker_id = ${personId} and state = 'active' and exists (select from noted)
    ), task as materialized (
      select t.id from tasks t
      where t.project_id = ${projectId} and t.id = any(array(select task_id from held)) for update
    ), ended as (
      ${endHolds(sql, projectId, 'withdrawn', sql`a.id = any(array(select id from held)) and exists (select from task)`)}
    ), freed as (
      ${freePlaces(sql, sql`ended`)}
    )
    ${pauseWorker(sql, projectId, personId, `Your answers to this project were taken back: ${reason}`, sql`noted`)}`
  const [reversal] = await sql<Reversal[]>`
    select reason, reverted, asked_again, created_at, finished_at from reversals
    where project_id = ${projectId} and person_id = ${personId}`
  return reversal as Reversal
}
