import type { Queryable, Sql } from '../database/connect.ts'
import type { Round } from '../jobs/loop.ts'

/** One statement folds so many in some 0.1 s. */
const atOnce = 5000

/**
 * Adds up the changes that writes to `results` noted (`result_changes`, by a trigger) into the figures of their project. One
 * statement, so each change is in the notes or in the figures, and never in both:
 * - who folds holds the row of the totals; others pass by, and the notes that they leave are folded in the next round;
 * - a note is counted by the statement that deletes it, and by no other;
 * - figures and notes together are exactly what stands in `results`, at any moment, in whatever order writers commit.
 *
 * @returns how many were folded.
 */
export async function foldChanges(sql: Queryable, projectId: number): Promise<number> {
  const [noted] = await sql`select from result_changes where project_id = ${projectId} limit 1`
  if (!noted) return 0
  await sql`
    insert into result_totals (project_id) select id from projects where id = ${projectId} on conflict do nothing`
  const [folded] = await sql<{ count: number }[]>`
    with mine as materialized (
      select project_id from result_totals where project_id = ${projectId} for update skip locked
    ), taken as (
      delete from result_changes
      where project_id = (select project_id from mine)
        and id = any(array(select id from result_changes where project_id = ${projectId} order by id limit ${atOnce}))
      returning sign, labels, confidence, agreement
    ), named as (
      select t.sign, split_part(l.named, '=', 1) as field, substr(l.named, strpos(l.named, '=') + 1) as value
      from taken t, unnest(t.labels) label, lateral (select substr(label, strpos(label, ':') + 1) as named) l
    ), having_any as (
      select t.sign, f.field
      from taken t, lateral (select distinct split_part(substr(label, strpos(label, ':') + 1), '=', 1) as field
                             from unnest(t.labels) label) f
    ), labels as (
      insert into result_labels (project_id, field, value, tasks)
      select ${projectId}, field, value, sum(sign)
      from (select sign, field, value from named union all select sign, field, '' from having_any) v
      group by field, value having sum(sign) <> 0
      on conflict (project_id, field, value) do update set tasks = result_labels.tasks + excluded.tasks
    ), totals as (
      update result_totals t
      set tasks = t.tasks + s.tasks, agreement = t.agreement + s.agreement,
          agreement_tasks = t.agreement_tasks + s.agreement_tasks,
          bands = array[t.bands[1] + s.band_0, t.bands[2] + s.band_1, t.bands[3] + s.band_2, t.bands[4] + s.band_3]
      from (
        select coalesce(sum(sign), 0) as tasks, coalesce(sum(sign * agreement), 0) as agreement,
               coalesce(sum(sign) filter (where agreement is not null), 0) as agreement_tasks,
               coalesce(sum(sign) filter (where confidence < 0.5), 0) as band_0,
               coalesce(sum(sign) filter (where confidence >= 0.5 and confidence < 0.7), 0) as band_1,
               coalesce(sum(sign) filter (where confidence >= 0.7 and confidence < 0.9), 0) as band_2,
               coalesce(sum(sign) filter (where confidence >= 0.9), 0) as band_3
        from taken) s
      where t.project_id = (select project_id from mine)
    )
    select count(*)::int as count from taken`
  return folded?.count ?? 0
}

/** Notes are few only if somebody folds them, whether anybody looks at the figures or not. */
export function foldResultChanges(sql: Sql): Round {
  return async () => {
    const [next] = await sql<{ project_id: number; exists: boolean }[]>`
      select c.project_id, exists (select from projects p where p.id = c.project_id) as exists
      from result_changes c order by c.project_id limit 1`
    if (!next) return 'done'
    if (!next.exists) {
      await sql`delete from result_changes where project_id = ${next.project_id}`
      return 'again'
    }
    return (await foldChanges(sql, next.project_id)) > 0 ? 'again' : 'done'
  }
}
