import type { Fragment, Queryable } from '../database/connect.ts'

/**
 * Part of a statement: an answer to these tasks is another one, or went, while a reviewer's word stands. The result that was
 * there before it rests on that answer; so undoing leads to an open task, which is settled by its answers.
 */
export const unmade = (sql: Queryable, projectId: number, taskIds: Fragment) => sql`unmade as (
      update corrections set before = null, status_before = 'open', completed_before = null
      where project_id = ${projectId} and task_id in (${taskIds}) and ended_at is null
    )`

/** Part of a statement: the corrections of these tasks have had their day. @param taskIds a query for ids @returns what they kept */
export const endCorrection = (sql: Queryable, projectId: number, taskIds: Fragment) => sql`
  update corrections set ended_at = now()
  where project_id = ${projectId} and task_id = any(array(${taskIds})) and ended_at is null
  returning task_id, before, status_before, completed_before, version_before`
