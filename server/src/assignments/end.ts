import type { Sql } from '../database/connect.ts'
import { event, ofTask, tell } from '../events/tell.ts'
import { freePlaces, freeSkipped } from '../tasks/row/places.ts'
import type { Hold } from './hold.ts'

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
  skip?: { reason: string; comment: string },
): Promise<Ended | null> {
  const { projectId, assignmentId, workerId, token } = hold
  const [ended] = await sql<Ended[]>`
    with task as materialized (
      select t.id from tasks t
      where t.project_id = ${projectId} and t.id = (
        select task_id from assignments
        where project_id = ${projectId} and id = ${assignmentId} and worker_id = ${workerId} and token = ${token})
      for update
    ), ended as (
      update assignments a set state = ${how}, ended_at = now()
      where a.project_id = ${projectId} and a.id = ${assignmentId} and a.token = ${token} and a.state = 'active'
        and a.task_id = (select id from task)
      returning a.project_id, a.task_id
    ), freed as (
      ${how === 'skipped' ? freeSkipped(sql, projectId, sql`ended`) : freePlaces(sql, sql`ended`)}
    ), reason as (
      insert into skips (project_id, assignment_id, reason, comment)
      select ${projectId}, ${assignmentId}, ${skip?.reason ?? ''}, ${skip?.comment ?? ''} from ended where ${how === 'skipped'}
    ), event as (
      ${tell(
        sql,
        { projectId, from: sql`freed f`, where: sql`${how === 'skipped'}` },
        event('assignment.skipped', {
          ...ofTask(sql, sql`f`),
          worker_id: pseudonym,
          reason: skip?.reason ?? '',
          comment: skip?.comment ?? '',
        }),
        event(
          'task.needs_review',
          { ...ofTask(sql, sql`f`), answers: sql`f.answered`, result: null },
          sql`f.status = 'needs_review'`,
        ),
      )}
    )
    select task_id from ended`
  return ended ?? null
}

/** Moves the deadline of an active hold on, by the project's span, never past `max_deadline`. */
export async function extendHold(sql: Sql, hold: Hold): Promise<{ deadline: string; seconds_left: number } | null> {
  const [extended] = await sql<{ deadline: string; seconds_left: number }[]>`
    update assignments a
    set deadline = least(a.max_deadline, greatest(a.deadline, now() + p.assignment_seconds * interval '1 second'))
    from projects p
    where a.project_id = ${hold.projectId} and a.id = ${hold.assignmentId} and a.worker_id = ${hold.workerId}
      and a.token = ${hold.token} and a.state = 'active' and p.id = a.project_id and p.status <> 'archived'
    returning a.deadline, greatest(0, extract(epoch from a.deadline - now()))::float8 as seconds_left`
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
      update assignments a set state = 'expired', ended_at = now()
      from overdue o join task t on t.project_id = o.project_id and t.id = o.task_id
      where a.project_id = o.project_id and a.id = o.id and a.state = 'active' and a.deadline < now()
      returning a.project_id, a.task_id
    ), freed as (
      ${freePlaces(sql, sql`ended`)}
    )
    select (select count(*)::int from freed) as expired, (select count(*)::int from overdue) as looked_at`
  return row?.expired ?? 0
}
