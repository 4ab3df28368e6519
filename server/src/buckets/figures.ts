import type { Bucket } from '@whisker/api/buckets.ts'
import type { Queryable } from '../database/connect.ts'

/** The figures of the pass under way, as they are kept of the last one. */
export const passAsJson = (sql: Queryable) => sql`
  jsonb_build_object('started_at', pass_started_at, 'listed', pass_listed, 'requests', pass_requests, 'taken', pass_taken,
    'replaced', pass_replaced, 'removed', pass_removed, 'failed', pass_failed)`

/** What is set where a pass is over, or is to begin anew. */
export const freshPass = (sql: Queryable) => sql`
  pass_started_at = null, pass_after = '', pass_ends = false, pass_again = false, pass_listed = 0, pass_requests = 0, pass_taken = 0,
  pass_replaced = 0, pass_removed = 0, pass_failed = 0`

/** How many objects are in which state; of 100,000 it takes some 15 ms. */
export async function countObjects(sql: Queryable, projectId: number): Promise<Bucket['objects']> {
  const [counts] = await sql<Bucket['objects'][]>`
    select coalesce(sum(n) filter (where state = 'waiting'), 0)::int as waiting,
      coalesce(sum(n) filter (where state = 'taken'), 0)::int as taken,
      coalesce(sum(n) filter (where state = 'failed'), 0)::int as failed,
      coalesce(sum(n) filter (where state = 'removed'), 0)::int as removed,
      (select count(*)::int from bucket_objects r where r.project_id = ${projectId} and r.replaced_task_id is not null) as replaced
    from (select state, count(*) as n from bucket_objects where project_id = ${projectId} group by state) s`
  return counts as Bucket['objects']
}
