import type { Queryable, Sql } from '../database/connect.ts'

type WorkerQuality = {
  field: string
  answered: number
  accuracy: number
  low: number
  high: number
  bits: number | null
  bits_low: number | null
  bits_high: number | null
}
type WorkerRow = {
  person_id: string
  name: string
  answers: number
  median_seconds: number | null
  last_answer_at: string | null
  removed: boolean
  quality: WorkerQuality[]
}

/** Who joined the project or answered in it, the most diligent first. Neither e-mail nor address of anybody. */
export async function projectWorkers(sql: Sql, projectId: number): Promise<WorkerRow[]> {
  return sql<WorkerRow[]>`
    select p.id as person_id, p.name, coalesce(a.answers, 0)::int as answers, a.median_seconds, a.last_answer_at,
           w.removed_at is not null as removed, coalesce((
             select jsonb_agg(to_jsonb(q) - '{project_id,worker_id}'::text[] order by q.field) from worker_quality q
             where q.project_id = ${projectId} and q.worker_id = p.id), '[]') as quality
    from (select person_id from project_workers where project_id = ${projectId}
          union select worker_id from answers where project_id = ${projectId}) who
    join people p on p.id = who.person_id
    left join project_workers w on w.project_id = ${projectId} and w.person_id = who.person_id
    left join (
      select worker_id, count(*) filter (where state = 'counted') as answers,
             percentile_cont(0.5) within group (order by seconds) as median_seconds, max(submitted_at) as last_answer_at
      from answers where project_id = ${projectId} group by worker_id) a on a.worker_id = who.person_id
    order by a.answers desc nulls last limit 1000`
}

/** Condition: a person may work on project `p`. They joined it, or it is open to all; and they were not removed. */
export const mayWork = (sql: Queryable, personId: string) => sql`(
  exists (select from project_workers w where w.project_id = p.id and w.person_id = ${personId} and w.removed_at is null)
  or p.access = 'open' and not exists (
    select from project_workers w where w.project_id = p.id and w.person_id = ${personId} and w.removed_at is not null))`
