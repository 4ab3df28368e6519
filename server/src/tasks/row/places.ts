import type { Fragment, Queryable } from '../../database/connect.ts'
import { toTheFront, toTheFrontIf } from './front.ts'

/*
 * The places of a task are three counters of its row: `answered + active <= wanted` (a check constraint). Each of these is a part of
 * the one statement that also changes the holds or answers which are counted; whoever calls it has locked the row before.
 */

/**
 * Places are given.
 *
 * @param held rows with `project_id` and `task_id`, one for each hold
 * @param which a condition on task `t`, where the planner does not see by itself that a few rows are looked up by their ids
 */
export const givePlaces = (sql: Queryable, held: Fragment, which = sql`true`) => sql`
  update tasks t set active = t.active + h.holds, lane = case when t.gold then 2 else t.lane end
  from (select project_id, task_id, count(*)::int as holds from ${held} group by 1, 2) h
  where t.project_id = h.project_id and t.id = h.task_id and ${which}`

/**
 * Holds have ended without an answer: their places are for others.
 *
 * @param ended rows with `project_id` and `task_id`, one for each hold. One that its task did not count ends as well: such a row must
 * not keep all others from ending.
 * @param lapsed whether they ran out
 */
export const freePlaces = (sql: Queryable, ended: Fragment, lapsed = false) => sql`
  update tasks t
  set active = greatest(0, t.active - e.holds), lapses = least(t.lapses + case when ${lapsed} then e.holds else 0 end, 100), ${toTheFront(sql)}
  from (select project_id, task_id, count(*)::int as holds from ${ended} group by 1, 2) e
  where t.project_id = e.project_id and t.id = e.task_id
  returning t.id, t.version, t.external_id, t.status, t.answered`

/**
 * The same for holds that their workers gave up, one of a task. The skip that is the last one the project puts up with sends the task to
 * a reviewer, unless somebody else has it: their answer would come too late.
 *
 * @param ended rows with `project_id`, `task_id`, `how` and whatever goes with them
 * @returns them, with columns of the task
 */
export const freeGivenUp = (sql: Queryable, ended: Fragment) => sql`
  update tasks t
  set active = greatest(0, t.active - 1), ${toTheFront(sql)},
      skips = case when t.gold or e.how <> 'skipped' then t.skips else least(t.skips + 1, 100) end,
      status = case when e.how = 'skipped' and t.status = 'open' and t.active = 1 and t.skips + 1 >= (
        select p.skips_for_review from projects p where p.id = e.project_id) then 'needs_review' else t.status end
  from ${ended} e where t.project_id = e.project_id and t.id = e.task_id
  returning e.*, t.id, t.external_id, t.status, t.answered`

/**
 * Answers take the places of their holds, one of a task. The one that fills the task decides what becomes of it: `status`, or one answer
 * more (`asks`), which the caller asks for only below the project's maximum.
 *
 * @param submitted rows with `project_id`, `task_id`, `status`, `asks` and whatever goes with them
 * @returns them, with columns of the task
 */
export const countAnswers = (sql: Queryable, submitted: Fragment) => sql`
  update tasks t
  set active = t.active - 1, answered = t.answered + 1, skips = 0, lapses = 0,
      status = case when t.status = 'open' then s.status else t.status end,
      completed_at = case when s.status = 'completed' then now() else t.completed_at end,
      wanted = t.wanted + s.asks::int, ${toTheFrontIf(sql, sql`s.asks`)}
  from ${submitted} s where t.project_id = s.project_id and t.id = s.task_id
  returning s.*, t.id, t.external_id, t.answered`

/** An answer whose hold may have ended before: it counts where the caller has found a place free, else it is only kept. */
export const countLate = (sql: Queryable, projectId: number, taskId: string, counts: boolean, held: boolean) => sql`
  update tasks t
  set answered = t.answered + ${counts ? 1 : 0}, skips = case when ${counts} then 0 else t.skips end,
      lapses = case when ${counts} then 0 else t.lapses end,
      active = t.active - ${held ? 1 : 0}, lane = case when ${held} then 1 else t.lane end,
      queue_xid = case when ${held} then pg_current_xact_id() else t.queue_xid end
  where t.project_id = ${projectId} and t.id = ${taskId}
  returning t.id, t.version, t.external_id, t.answered = t.wanted as full`

/**
 * An answer is taken back by its worker and becomes their hold again: the sum that bounds the places stays. A task that was finished by
 * it is open, but for gold and what a reviewer has decided (`stays`).
 */
export const uncountToHold = (
  sql: Queryable,
  projectId: number,
  taskId: string,
  stays: Fragment,
  condition: Fragment,
) => sql`
  update tasks t
  set answered = t.answered - 1, active = t.active + 1, answer_changes = t.answer_changes + 1,
      status = case when ${stays} then t.status else 'open' end, completed_at = case when ${stays} then t.completed_at end
  where t.project_id = ${projectId} and t.id = ${taskId} and ${condition}
  returning t.id, t.external_id, t.answered, t.wanted, ${stays} as stays`

/**
 * One answer of each of these tasks counts no longer. An open task has a place free again and goes in front of every
 * cursor; a finished one wants one answer fewer, gold as well: the worker has seen it.
 */
export const uncount = (sql: Queryable, projectId: number, taskIds: string[]) => sql`
  update tasks t
  set answered = t.answered - 1, answer_changes = t.answer_changes + 1,
      wanted = case when t.status = 'open' then t.wanted else greatest(1, t.wanted - 1) end,
      ${toTheFrontIf(sql, sql`t.status = 'open'`)}
  where t.project_id = ${projectId} and t.id = any(${taskIds})`

/** An answer is another one now. @param changed rows with `id` and `is_settled`: the answers had finished it, it is settled anew */
export const noteChange = (sql: Queryable, projectId: number, changed: Fragment) => sql`
  update tasks t
  set answer_changes = t.answer_changes + 1, status = case when k.is_settled then 'open' else t.status end,
      completed_at = case when k.is_settled then null else t.completed_at end
  from ${changed} where t.project_id = ${projectId} and t.id = k.id`
