import type { Queryable } from '../database/connect.ts'
import type { Hold } from './hold.ts'

/** The task of a hold, locked: what a statement that ends the hold begins with. Order of locks: task, then assignment. */
export const lockHeld = (sql: Queryable, { projectId, assignmentId, workerId, token }: Hold) => sql`
  select t.id from tasks t
  where t.project_id = ${projectId} and t.id = (
    select task_id from assignments
    where project_id = ${projectId} and id = ${assignmentId} and worker_id = ${workerId} and token = ${token})
  for update`
