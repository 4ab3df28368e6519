import { workerPseudonym } from '../accounts/secrets.ts'
import type { Queryable, Sql } from '../database/connect.ts'
import { isSkilled, speaks } from './who-may-work.ts'

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
 * Measured on 1,000,500 answers of 50 workers, the machine busy with other work: 1.0 to 2.6 s, and 23 s on the indexes with
 * the median over all answers.
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

/** How many more answers project `p` takes from a person; null when there is no limit, and then nothing is counted. */
export const answersLeft = (sql: Queryable, personId: string) => sql`
  case when p.max_answers_per_worker is not null then p.max_answers_per_worker - (
    select count(*) from answers n where n.project_id = p.id and n.worker_id = ${personId}
      and n.state in ('counted', 'reverted')) end`

/**
 * How many tasks of a project a person holds. Written so that only `assignments_held` fits: on tables that are empty, or were when
 * they were last looked at, PostgreSQL 18 takes its skip scan over `assignments_once`, which begins with the task, for as good as
 * an index on the worker, and then reads all that anybody has ever answered, until the plan is made anew
 * (assignments/plans.test.ts).
 */
export const heldBy = (sql: Queryable, projectId: number, personId: string) => sql`(
  select count(*)::int from (
    select from assignments where project_id = ${projectId} and worker_id between ${personId} and ${personId} and state = 'active'
    order by worker_id limit 1000) h)`

/** Condition: a person may work on project `p`. They joined it, or it is open to all; and they were not removed. */
export const mayWork = (sql: Queryable, personId: string) => sql`(
  exists (select from project_workers w where w.project_id = p.id and w.person_id = ${personId} and w.removed_at is null)
  or p.access = 'open' and not exists (
    select from project_workers w where w.project_id = p.id and w.person_id = ${personId} and w.removed_at is not null))`

/** Condition: a person has passed the training of project `p`, or it has none. */
export const isTrained = (sql: Queryable, personId: string) => sql`
  (p.training is null or exists (
    select from training_rounds r where r.project_id = p.id and r.worker_id = ${personId} and r.passed))`

/** Condition: project `p` is for people like this one: they may work on it, know its language and have the skill it asks for. */
export const isFor = (sql: Queryable, personId: string) => sql`(
  ${mayWork(sql, personId)} and ${speaks(sql, personId)} and ${isSkilled(sql, personId)})`

/** Condition: a person may take tasks of project `p`. It is for them, nobody paused them, and they are trained. */
export const mayTake = (sql: Queryable, personId: string) => sql`(
  ${isFor(sql, personId)} and ${isTrained(sql, personId)} and not exists (
    select from project_workers w where w.project_id = p.id and w.person_id = ${personId} and w.paused_at is not null))`

/**
 * The person whom a workspace knows by a pseudonym, among those who joined the project, practised or answered in it. A pseudonym
 * cannot be turned round, so each candidate's is computed: 1.5 µs a worker. Who has answered is read by jumping from one
 * worker to the next in the index `answers_worker`, not by reading the answers.
 */
export async function findWorker(
  sql: Sql,
  secret: string,
  workspaceId: number,
  projectId: number,
  pseudonym: string,
): Promise<string | null> {
  const candidates = await sql<{ person_id: string }[]>`
    with recursive answerer as (
      (select worker_id from answers where project_id = ${projectId} order by worker_id limit 1)
      union all
      select (select a.worker_id from answers a where a.project_id = ${projectId} and a.worker_id > l.worker_id
              order by a.worker_id limit 1)
      from answerer l where l.worker_id is not null
    )
    select person_id from project_workers where project_id = ${projectId}
    union select worker_id from answerer where worker_id is not null
    union select worker_id from training_rounds where project_id = ${projectId}`
  const found = candidates.find(({ person_id }) => workerPseudonym(secret, workspaceId, person_id) === pseudonym)
  return found?.person_id ?? null
}
