import type { Queryable } from '../database/connect.ts'

export type People = {
  people: number
  people_missing: number
}

/**
 * How many people work on projects, and how many more their open tasks ask for: each of the answers that a task wants comes
 * from somebody else. Counted are those who joined and those who have answered, without who was removed or paused; that some
 * of them may never come back nobody can know. Who has answered is read by jumping from one worker to the next in an index.
 */
export async function countPeople(sql: Queryable, projectIds: number[]): Promise<Map<number, People>> {
  const rows = await sql<({ id: number } & People)[]>`
    select p.id, who.people, greatest(0, coalesce(open.wanted, 0) - who.people)::int as people_missing
    from projects p
    cross join lateral (
      with recursive answerer as (
        (select worker_id from answers where project_id = p.id order by worker_id limit 1)
        union all
        select (select a.worker_id from answers a where a.project_id = p.id and a.worker_id > l.worker_id
                order by a.worker_id limit 1)
        from answerer l where l.worker_id is not null
      )
      select count(*)::int as people from (
        select person_id from project_workers where project_id = p.id
        union select worker_id from answerer where worker_id is not null) all_
      where not exists (
        select from project_workers w where w.project_id = p.id and w.person_id = all_.person_id
          and (w.removed_at is not null or w.paused_at is not null))) who
    left join lateral (
      select max(t.wanted) as wanted from tasks t where t.project_id = p.id and t.status = 'open') open on true
    where p.id = any(${projectIds})`
  return new Map(rows.map(({ id, ...people }) => [id, people]))
}
