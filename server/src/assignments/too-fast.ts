import type { AnswerItem } from '@whisker/api/answer-check.ts'
import { endHolds } from '../answers/holds.ts'
import { putAnswer } from '../answers/put.ts'
import type { Fragment, Queryable, Sql } from '../database/connect.ts'
import { event, ofTask, tell } from '../events/tell.ts'
import { text } from '../events/text.ts'
import { freePlaces } from '../tasks/row/places.ts'
import type { Hold } from './hold.ts'
import { lockHeld } from './lock-held.ts'

/**
 * Column `too_fast` of a form (task `t`, project `p`): less time has passed than the project's floor. The page holds
 * several tasks, so the clock of one begins when it was taken or when the one before was answered, whichever is later;
 * else who takes ten and answers them all after a moment would be slow. Without a floor it costs nothing.
 */
export const tooFast = (
  sql: Queryable,
  { projectId, assignmentId, workerId }: Record<'projectId' | 'assignmentId' | 'workerId', Fragment>,
) => sql`
  case when p.min_seconds is null then false else coalesce((
    select now() < greatest(a.taken_at, before.submitted_at) + p.min_seconds * interval '1 second'
    from assignments a left join lateral (
      select n.submitted_at from answers n
      where n.project_id = ${projectId} and n.worker_id = ${workerId} and n.state = 'counted'
      order by n.submitted_at desc limit 1) before on true
    where a.project_id = ${projectId} and a.id between ${assignmentId} and ${assignmentId} and a.state = 'active'
    order by a.id limit 1), false) end as too_fast`

/**
 * Keeps an answer that came too fast and frees its place: the task goes in front of every cursor (lane 1), for others.
 * One statement, as in end.ts; the task is locked first.
 *
 * @returns false when the hold had ended before.
 */
export async function keepTooFast(sql: Sql, hold: Hold, pseudonym: string, answer: AnswerItem[]): Promise<boolean> {
  const { projectId, assignmentId, token } = hold
  const rows = await sql`
    with task as materialized (
      ${lockHeld(sql, hold)}
    ), ended as (
      ${endHolds(sql, projectId, 'late', sql`a.id = ${assignmentId} and a.token = ${token} and a.task_id = (select id from task)`)}
    ), freed as (
      ${freePlaces(sql, sql`ended`)}
    ), answer as (
      ${putAnswer(sql, hold, 'too_fast', answer, sql`freed t, ended e`)}
    )
    ${tell(
      sql,
      { projectId, from: text`freed f` },
      event('answer.submitted', { ...ofTask('f'), worker_id: pseudonym, state: 'too_fast' }),
    )}
    returning id`
  return rows.length > 0
}
