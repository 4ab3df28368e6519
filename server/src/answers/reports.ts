import type { Fragment, Queryable } from '../database/connect.ts'

/**
 * What a worker says is wrong with a task. One report a hold: sent again it takes the place of the first, also of one that was settled.
 *
 * @param held rows with `task_id` @returns a row where the report is another one now
 */
export const putReport = (
  sql: Queryable,
  projectId: number,
  assignmentId: string,
  { reason, comment }: { reason: string; comment: string },
  held: Fragment,
) => sql`
  insert into reports as r (project_id, assignment_id, task_id, reason, comment)
  select ${projectId}, ${assignmentId}, task_id, ${reason}, ${comment} from ${held}
  on conflict (project_id, assignment_id) do update
    set reason = excluded.reason, comment = excluded.comment, settled_at = null, settled_by = null
  where (r.reason, r.comment) is distinct from (excluded.reason, excluded.comment)
  returning task_id`
