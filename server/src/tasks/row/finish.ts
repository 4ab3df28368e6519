import type { Fragment, Queryable } from '../../database/connect.ts'

/** What becomes of an open task that has its answers. */
export const finishOpen = (
  sql: Queryable,
  projectId: number,
  taskId: string,
  status: 'completed' | 'needs_review',
) => sql`
  update tasks t
  set status = ${status}, completed_at = case when ${status}::text = 'completed' then now() else t.completed_at end
  where t.project_id = ${projectId} and t.id = ${taskId} and t.status = 'open'
  returning t.id, t.external_id, t.answered`

/** What waited for a reviewer is completed. @param known rows with `task_id`: its result is written in the same statement */
export const finishReviewed = (sql: Queryable, projectId: number, known: Fragment) => sql`
  update tasks t set status = 'completed', completed_at = now()
  where t.project_id = ${projectId} and t.id = (select task_id from ${known})
  returning t.id, t.external_id, t.answered`

/** A reviewer has said what is right, in the form of a version. @param stored rows with `task_id` */
export const finishCorrected = (sql: Queryable, projectId: number, stored: Fragment, version: number) => sql`
  update tasks t set status = 'completed', version = ${version}, completed_at = coalesce(t.completed_at, now())
  where t.project_id = ${projectId} and t.id = (select task_id from ${stored})`

/** What was completed and leaves a doubt now is for a person to see. @param doubts rows with `task_id`, `review` and `event` */
export const sendToReview = (sql: Queryable, projectId: number, doubts: Fragment) => sql`
  update tasks t set status = 'needs_review', completed_at = null
  from ${doubts} r where t.project_id = ${projectId} and t.id = r.task_id and r.review and t.status = 'completed'
  returning t.id, t.external_id, t.answered, r.event`

/** The requester wants no more of an open task. Its holds end in the same statement, so no place is taken. */
export const cancel = (sql: Queryable, projectId: number, taskId: string, workspaceId: number) => sql`
  update tasks t set status = 'cancelled', active = 0
  from projects p
  where t.project_id = ${projectId} and t.id = ${taskId} and t.status = 'open'
    and p.id = t.project_id and p.workspace_id = ${workspaceId}
  returning t.id, t.external_id`

/** A picture of the task is none. Its holds end in the same statement, so no place is taken. */
export const endUnreadable = (sql: Queryable, projectId: number, taskId: string, reason: string) => sql`
  update tasks t set status = 'unreadable', active = 0, unreadable_reason = ${reason}, gold = false, lane = 0
  where t.project_id = ${projectId} and t.id = ${taskId} and (t.status = 'open' or t.gold)
  returning t.id, t.external_id`

/** Tasks go for good, with all that hangs on them (the foreign keys and a trigger). */
export const remove = (sql: Queryable, projectId: number, taskIds: string[]) => sql`
  delete from tasks where project_id = ${projectId} and id = any(${taskIds}) returning id, external_id`
