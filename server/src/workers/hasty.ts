import type { Queryable } from '../database/connect.ts'

/** A worker whose answers come faster than anybody could look, by the project's floor or by everybody's pace. */
export type Hasty = {
  worker_id: string
  answers: number
  too_fast: number
  median_seconds: number
  project_median_seconds: number
}

const minTooFast = 10
const minShareTooFast = 0.2
const minAnswers = 30
/** Practised workers take half or a third of the usual time. */
const timesAsFast = 5

export function hastyWorkers(sql: Queryable, projectId: number): Promise<Hasty[]> {
  return sql<Hasty[]>`
    with pace as materialized (
      select percentile_cont(0.5) within group (order by seconds) as median from answers
      where project_id = ${projectId} and state = 'counted'
    ), worker as (
      select worker_id, count(*)::int as answers, count(*) filter (where state = 'too_fast')::int as too_fast,
             percentile_cont(0.5) within group (order by seconds) as median
      from answers where project_id = ${projectId} and state in ('counted', 'too_fast') group by worker_id
    )
    select w.worker_id, w.answers, w.too_fast, w.median as median_seconds, p.median as project_median_seconds
    from worker w, pace p
    where p.median is not null and (
      w.too_fast >= ${minTooFast} and w.too_fast >= ${minShareTooFast}::float8 * w.answers
      or w.answers >= ${minAnswers} and w.median * ${timesAsFast}::float8 < p.median)
    order by w.median, w.worker_id`
}
