import type { Fragment, Queryable } from '../../database/connect.ts'
import { maxAnswers } from './open.ts'

/** Tasks are asked in another version of the form. @param which a condition on task `t` */
export const takeForm = (sql: Queryable, projectId: number, version: number, which: Fragment) => sql`
  update tasks t set version = ${version} where t.project_id = ${projectId} and ${which} returning t.id`

/**
 * Tasks take a version whose form does not fit all their answers: those that do not fit count no longer. Who wants more answers goes
 * in front of every cursor; gold stays in its lane.
 *
 * @param move rows `m` with `id`, `reopens`, `misfits` (how many answers) and `stays` (in its form)
 * @param more answers that a task is asked for on top of those that fit
 */
export const moveToForm = (sql: Queryable, projectId: number, version: number, move: Fragment, more: 0 | 1) => sql`
  update tasks t
  set version = case when m.stays then t.version else ${version} end, answered = t.answered - m.misfits,
      answer_changes = t.answer_changes + case when m.misfits > 0 or m.reopens then 1 else 0 end,
      status = case when m.reopens then 'open' else t.status end,
      completed_at = case when m.reopens then null else t.completed_at end,
      wanted = case when m.reopens
        then least(${maxAnswers}, greatest(t.answered - m.misfits + t.active + greatest(1, ${more}::int), p.min_answers)) else t.wanted end,
      least_answers = case when m.reopens and ${more}::int > 0
        then least(${maxAnswers}, t.answered - m.misfits + t.active + 1) else t.least_answers end,
      lane = case when (m.reopens or m.misfits > 0) and not t.gold then 1 else t.lane end,
      queue_xid = case when m.reopens or m.misfits > 0 then pg_current_xact_id() else t.queue_xid end,
      position = case when m.reopens or m.misfits > 0 then nextval('task_positions') else t.position end
  from ${move} m, projects p
  where t.project_id = ${projectId} and t.id = m.id and p.id = ${projectId}
    and not (m.reopens and t.answered - m.misfits + t.active >= ${maxAnswers})
  returning t.id, t.external_id, t.answered, t.wanted, t.gold, m.reopens, m.misfits`
