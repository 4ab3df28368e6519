import { endGivenUp, endHoldsOfAll, extend, taskOfHold } from '../answers/holds.ts'
import { putSkips } from '../answers/put.ts'
import type { Fragment, Queryable, Sql } from '../database/connect.ts'
import { event, ofTask, tell } from '../events/tell.ts'
import { text } from '../events/text.ts'
import { freeGivenUp, freePlaces } from '../tasks/row/places.ts'
import type { Hold } from './hold.ts'

/** How somebody ends a hold of theirs without an answer, and why. */
export type ToEnd = { hold: Hold } & (
  | { how: 'released' }
  | { how: 'skipped'; pseudonym: string; reason: string; comment: string }
)

export type Ended = { has_gold: boolean }

/** One hold alone: it waits for the row of its task. @returns null when the hold had ended before. */
export async function endHold(sql: Sql, one: ToEnd): Promise<Ended | null> {
  const [ended] = await endRows(sql, [one], sql`for update`, sql`true`)
  return ended ?? null
}

/**
 * Holds of different tasks in one statement: nobody in it waits for a row that somebody else holds, nor ends the hold of a task that was
 * changed since the statement began: what such a change tells would stand behind it (count.ts tells why).
 *
 * @returns for each whether it has ended now; null says "not by me": ask anew, alone
 */
export async function endTogether(sql: Queryable, many: ToEnd[]): Promise<(Ended | null)[]> {
  const asItWas = sql`t.ctid = (select o.ctid from tasks o where o.project_id = g.project_id and o.id = t.id)`
  const ended = await endRows(sql, many, sql`for update skip locked`, asItWas)
  const byHold = new Map(ended.map((row) => [row.assignment_id, row]))
  return many.map(({ hold }) => byHold.get(hold.assignmentId) ?? null)
}

/**
 * Ends holds without an answer, one of a task, and frees their places: a task moves to lane 1 of the queue under this transaction, in
 * front of every cursor, so that others get it next. Skipped tasks do not come back to the same worker, released ones do.
 * The skip that is the last one the project puts up with (`skips_for_review`) sends the task to a reviewer, unless somebody
 * else has it before them: their answer would come too late.
 */
function endRows(
  sql: Queryable,
  many: ToEnd[],
  lock: Fragment,
  asItWas: Fragment,
): Promise<(Ended & { assignment_id: string })[]> {
  const rows = many.map(({ hold: { projectId, assignmentId, workerId, token }, ...one }) => ({
    ...{ project_id: projectId, assignment_id: assignmentId, worker_id: workerId, token },
    ...one,
  }))
  const hold = {
    ...{ projectId: sql`g.project_id`, assignmentId: sql`g.assignment_id` },
    ...{ workerId: sql`g.worker_id`, token: sql`g.token` },
  }
  return sql<(Ended & { assignment_id: string })[]>`
    with given as materialized (
      select * from jsonb_to_recordset(${sql.json(rows)}) as g (
        project_id int, assignment_id uuid, worker_id uuid, token text, reason text, comment text, how text, pseudonym text)
    ), locked as materialized (
      select g.*, l.id as task_id from given g cross join lateral (
        select t.id from tasks t
        where t.project_id = g.project_id and t.id = ${taskOfHold(sql, hold)} and ${asItWas}
        ${lock}) l
    ), task as materialized (
      -- Were all rows locked before the first has ended, two of one task would free one place (count.ts).
      select distinct on (project_id, task_id) * from locked
    ), ended as (
      ${endGivenUp(sql, sql`task`)}
    ), freed as (
      ${freeGivenUp(sql, sql`ended`)}
    ), reason as (
      ${putSkips(sql, sql`(select * from freed where how = 'skipped')`)}
    ), event as (
      ${tell(
        sql,
        { projectId: text`f.project_id`, from: text`freed f`, where: text`f.how = 'skipped'` },
        event('assignment.skipped', {
          ...ofTask('f'),
          worker_id: text`f.pseudonym`,
          reason: text`f.reason`,
          comment: text`f.comment`,
        }),
        event(
          'task.needs_review',
          { ...ofTask('f'), answers: text`f.answered`, result: null },
          text`f.status = 'needs_review'`,
        ),
      )}
    )
    select assignment_id, (select true from gold k where k.project_id = f.project_id limit 1) is not null as has_gold from freed f`
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
