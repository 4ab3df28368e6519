import type { Sql } from '../database/connect.ts'

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
type Agreement = { agreed: number; compared: number | null; counted_at: string }
type Row = Omit<WorkerRow, 'agreement'> & Agreement
type WorkerRow = {
  person_id: string
  name: string
  answers: number
  too_fast: number
  median_seconds: number | null
  last_answer_at: string | null
  removed: boolean
  quality: WorkerQuality[]
  agreement: { share: number; values: number; counted_at: string } | null
  paused_at: string | null
  paused_reason: string | null
}

/** The pace of a worker shows in the latest answers as well as in a hundred thousand of them. */
const latest = 200

/**
 * Who joined the project, practised for it or answered in it, the most diligent first. Neither e-mail nor address of anybody.
 *
 * Counts all answers of the project, and for that one statement the planner may read them in the order of the table: what
 * keeps hot statements on their indexes (database/connect.ts) would make it fetch each answer of a million by an index.
 */
export async function projectWorkers(sql: Sql, projectId: number): Promise<WorkerRow[]> {
  const rows = (await sql.begin(async (tx) => {
    const [, found] = await Promise.all([
      tx`
        select set_config(name, 'on', true)
        from (values ('enable_seqscan'), ('enable_bitmapscan'), ('enable_sort')) as s (name)`,
      tx<Row[]>`
        with counted as materialized (
          select worker_id, count(*) filter (where state = 'counted') as answers,
                 count(*) filter (where state = 'too_fast') as too_fast, max(submitted_at) as last_answer_at
          from answers where project_id = ${projectId} group by worker_id
        ), who as materialized (
          select coalesce(c.worker_id, w.person_id) as person_id, coalesce(c.answers, 0)::int as answers,
                 coalesce(c.too_fast, 0)::int as too_fast, c.last_answer_at, w.removed_at is not null as removed,
                 w.paused_at, w.paused_reason
          from counted c full join (select * from project_workers where project_id = ${projectId}) w on w.person_id = c.worker_id
          order by c.answers desc nulls last limit 1000
        )
        select who.*, p.name, m.median_seconds, g.agreed, g.compared, g.counted_at, coalesce((
                 select jsonb_agg(to_jsonb(q) - '{project_id,worker_id}'::text[] order by q.field) from worker_quality q
                 where q.project_id = ${projectId} and q.worker_id = p.id), '[]') as quality
        from who join people p on p.id = who.person_id
        left join worker_agreement g on g.project_id = ${projectId} and g.worker_id = who.person_id
        cross join lateral (
          select percentile_cont(0.5) within group (order by seconds) as median_seconds from (
            select a.seconds from answers a where a.project_id = ${projectId} and a.worker_id = who.person_id
            order by a.submitted_at desc limit ${latest}) latest) m
        order by who.answers desc`,
    ])
    return found
  })) as Row[]
  return rows.map(({ agreed, compared, counted_at, ...row }) => ({
    ...row,
    agreement: compared === null ? null : { share: agreed / compared, values: compared, counted_at },
  }))
}
