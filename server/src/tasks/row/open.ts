import type { Fragment, Queryable } from '../../database/connect.ts'
import { toTheFront, toTheFrontIf } from './front.ts'

/*
 * Tasks that are open again, or want another number of answers: in front of every cursor, because workers passed them while they were
 * full. Each returns what `task.reopened` tells.
 */

/** As many as a task can ever want: as a project may want of any. */
export const maxAnswers = 100

/** One answer more of an open task that was full. */
export const wantOneMore = (sql: Queryable, projectId: number, taskId: string) => sql`
  update tasks t set wanted = t.wanted + 1, ${toTheFront(sql)}
  where t.project_id = ${projectId} and t.id = ${taskId} and t.status = 'open'`

/** Open tasks want another number of answers. @param due rows with `id`; @param wanted an expression over the columns of `tasks` */
export const wantAnew = (sql: Queryable, projectId: number, due: Fragment, wanted: Fragment) => sql`
  update tasks t set wanted = ${wanted}, ${toTheFront(sql)}
  from ${due} where t.project_id = ${projectId} and t.id = due.id and t.status = 'open'
  returning t.id as task_id, t.answered = t.wanted as full`

/**
 * Finished tasks that need more answers, each as many as `wanted` says, an expression over `t` and the rows `o` of `which` (with `id`).
 * Their results go with the statement: they rest on answers that count no longer, or were only the model's opinion.
 */
export const openAgain = (sql: Queryable, projectId: number, which: Fragment, wanted: Fragment) => sql`
  update tasks t set status = 'open', completed_at = null, wanted = ${wanted}, ${toTheFront(sql)}
  from ${which} where t.project_id = ${projectId} and t.id = o.id
  returning t.id, t.external_id, t.answered, t.wanted`

/**
 * Tasks that had ended without a result, cancelled or unreadable: the answers that they have stand, and they want as many as their
 * project asks for now, and `min` of them.
 *
 * @param which a condition on task `t` and its project `p`
 */
export const openEnded = (sql: Queryable, projectId: number, which: Fragment, min: Fragment) => sql`
  update tasks t
  set status = 'open', unreadable_reason = null, wanted = greatest(${min}, p.min_answers, t.least_answers), ${toTheFront(sql)}
  from projects p where t.project_id = ${projectId} and p.id = t.project_id and ${which}
  returning t.id, t.external_id, t.answered, t.wanted`

/**
 * A finished task for `count` more answers. `least_answers` keeps a change of the overlap from taking the places away; its last result
 * stays until the new one replaces it.
 *
 * @param which a condition on task `t` and its project `p`
 */
export const openForMore = (sql: Queryable, projectId: number, taskId: string, count: number, which: Fragment) => sql`
  update tasks t
  set status = 'open', skips = 0, lapses = 0, wanted = t.answered + t.active + ${count}, least_answers = t.answered + t.active + ${count},
      ${toTheFront(sql)}
  from projects p
  where t.project_id = ${projectId} and t.id = ${taskId} and p.id = t.project_id and ${which}
  returning t.id, t.external_id, t.answered, t.wanted`

/**
 * As it was before a reviewer spoke. One that is open again has a place free, or its last answer still to be judged.
 *
 * @param ended rows with `task_id` and what a correction keeps of a task
 */
export const standAsBefore = (sql: Queryable, projectId: number, ended: Fragment) => sql`
  update tasks t
  set status = e.status_before, completed_at = e.completed_before, version = coalesce(e.version_before, t.version),
      ${toTheFrontIf(sql, sql`e.status_before = 'open'`)}
  from ${ended} e where t.project_id = ${projectId} and t.id = e.task_id
  returning t.id, t.external_id, t.status = 'open' as is_open, t.answered >= t.wanted as is_full, t.answered, t.wanted`
