import type { Fragment, Queryable } from '../database/connect.ts'

/** How many more answers project `p` takes from a person; null when there is no limit, and then nothing is counted. */
export const answersLeft = (sql: Queryable, personId: string | Fragment) => sql`
  case when p.max_answers_per_worker is not null then p.max_answers_per_worker - (
    select count(*) from answers n where n.project_id = p.id and n.worker_id = ${personId}
      and n.state in ('counted', 'reverted')) end`

/**
 * How many tasks of a project a person holds. Written so that only `assignments_held` fits: on tables that are empty, or were when
 * they were last looked at, PostgreSQL 18 takes its skip scan over `assignments_once`, which begins with the task, for as good as
 * an index on the worker, and then reads all that anybody has ever answered, until the plan is made anew
 * (assignments/plans.test.ts).
 */
export const heldBy = (sql: Queryable, projectId: number | Fragment, personId: string | Fragment) => sql`(
  select count(*)::int from (
    select from assignments where project_id = ${projectId} and worker_id between ${personId} and ${personId} and state = 'active'
    order by worker_id limit 1000) h)`
