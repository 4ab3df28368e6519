import type { Queryable } from '../database/connect.ts'

/**
 * Condition on a score `s`: its answer was not withdrawn by the worker. Answers that were reverted still tell something.
 *
 * One look at the few answers of its task for each score. `exists` became a join with all answers of the worker for each of them;
 * and asked plainly for the worker, the planner took their own index for as good as the key, as long as nothing was known of the
 * tables (80 ms a submit after 300 scores, and more with each). Of a table that was small when it was last looked at it took any index
 * that begins with the project, unless the order asks for the key (assignments/hot-plans.test.ts).
 */
export const answerStands = (sql: Queryable) => sql`
  (select true from answers n where n.project_id = s.project_id and n.task_id between s.task_id and s.task_id
     and (n.worker_id = s.worker_id) is true and n.state in ('counted', 'reverted')
     order by n.task_id limit 1) is not null`
