import { endHolds, endHoldsOfAll, extend } from '../answers/holds.ts'
import { putSkip } from '../answers/put.ts'
import type { Sql } from '../database/connect.ts'
import { event, ofTask, tell } from '../events/tell.ts'
import { text } from '../events/text.ts'
import { freePlaces, freeSkipped } from '../tasks/row/places.ts'
import type { Hold } from './hold.ts'
import { lockHeld } from './lock-held.ts'

type Ended = { task_id: string }

/**
 * Ends a hold without an answer and frees its place: the task moves to lane 1 of the queue under this transaction, in
 * front of every cursor, so that others get it next. Skipped tasks do not come back to the same worker, released ones do.
 * The skip that is the last one the project puts up with (`skips_for_review`) sends the task to a reviewer, unless somebody
 * else has it before them: their answer would come too late.
 *
 * @returns null when the hold had ended before.
 */
export async function endHold(
  sql: Sql,
  hold: Hold,
  pseudonym: string,
  how: 'released' | 'skipped',
  skip = { reason: '', comment: '' },
): Promise<Ended | null> {
  const { projectId, assignmentId, token } = hold
  const [ended] = await sql<Ended[]>`
    with task as materialized (
      ${lockHeld(sql, hold)}
    ), ended as (
      ${endHolds(sql, projectId, how, sql`a.id = ${assignmentId} and a.token = ${token} and a.task_id = (select id from task)`)}
    ), freed as (
      ${how === 'skipped' ? freeSkipped(sql, projectId, sql`ended`) : freePlaces(sql, sql`ended`)}
    ), reason as (
      ${putSkip(sql, projectId, assignmentId, skip, sql`ended where ${how === 'skipped'}`)}
    ), event as (
      ${tell(
        sql,
        { projectId, from: text`freed f`, where: sql`${how === 'skipped'}` },
        event('assignment.skipped', {
          ...ofTask('f'),
          worker_id: pseudonym,
          reason: skip.reason,
          comment: skip.comment,
        }),
        event(
          'task.needs_review',
          { ...ofTask('f'), answers: text`f.answered`, result: null },
          sql`f.status = 'needs_review'`,
        ),
      )}
    )
    select task_id from ended`
  return ended ?? null
}

/** Moves the deadline of an active hold on, by the project's span, never past `max_deadline`. */
export async function extendHold(sql: Sql, hold: Hold): Promise<{ deadline: string; seconds_left: number } | null> {
  const [extended] = await sql<{ deadline: string; seconds_left: number }[]>`${extend(sql, hold)}`
  return extended ?? null
}

const batch = 500

/**
 * Takes back the places of holds whose deadline has passed. Runs every second on every server: an abandoned task is
 * offered again within two seconds, by the clock of the database. `skip locked` on the task lets a submit that is on
 * its way win, and lets servers share the work.
 */
export async function expireHolds(sql: Sql): Promise<number> {
  const [row] = await sql<{ expired: number; looked_at: number }[]>`
    with overdue as materialized (
      select project_id, id, task_id from assignments
      where state = 'active' and deadline < now() order by deadline limit ${batch}
    ), task as materialized (
      select t.project_id, t.id from tasks t
      where (t.project_id, t.id) in (select project_id, task_id from overdue) for update skip locked
    ), ended as (
      ${endHoldsOfAll(
        sql,
        'expired',
        sql`overdue h join task t on t.project_id = h.project_id and t.id = h.task_id`,
        sql`a.deadline < now()`,
      )}
    ), freed as (
      ${freePlaces(sql, sql`ended`, true)}
    )
    select (select count(*)::int from freed) as expired, (select count(*)::int from overdue) as looked_at`
  return row?.expired ?? 0
}
