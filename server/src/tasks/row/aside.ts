import type { Fragment, Queryable } from '../../database/connect.ts'

/**
 * Out of the way of every take, into lane -1; practice stays in its lane. Holds of it end in the same statement.
 *
 * @param task rows with `id`; @param ended one row for each hold
 */
export const putAside = (sql: Queryable, projectId: number, task: Fragment, ended: Fragment) => sql`
  update tasks t
  set lane = case when t.lane = 3 then t.lane else -1 end, active = t.active - (select count(*)::int from ${ended})
  where t.project_id = ${projectId} and t.id = (select id from ${task})`

/** In front of every cursor, gold to its own lane. @param waited a row with the `lane` that it came from; @param task rows with `id` */
export const bringBack = (sql: Queryable, projectId: number, task: Fragment, waited: Fragment) => sql`
  update tasks t
  set lane = case when t.gold and w.lane > 1 then w.lane else 1 end, queue_xid = pg_current_xact_id(), position = nextval('task_positions')
  from ${waited} w where t.project_id = ${projectId} and t.id = (select id from ${task}) and t.lane = -1`

/** Notes why tasks wait, and when they are looked at again: after `first` seconds, then less and less often, `max` at most. */
export const noteAside = (
  sql: Queryable,
  projectId: number,
  task: Fragment,
  { fault, reason, first, max }: { fault: string; reason: string; first: number; max: number },
) => sql`
  insert into passed_over as w (project_id, task_id, lane, code, reason, retry_at)
  select ${projectId}, id, lane, ${fault}, ${reason}, now() + ${first} * interval '1 second' from ${task}
  on conflict (project_id, task_id) do update set
    lane = case when excluded.lane = -1 then w.lane else excluded.lane end,
    code = excluded.code, reason = excluded.reason, tries = w.tries + 1,
    retry_at = now() + least(${max}, ${first} * power(2, least(w.tries + 1, 20))) * interval '1 second'`

/** Tasks wait for their pictures no longer. @param taskIds a query for ids @returns the lanes that they came from */
export const waitNoMore = (sql: Queryable, projectId: number, taskIds: Fragment) => sql`
  delete from passed_over w where w.project_id = ${projectId} and w.task_id = any(array(${taskIds})) returning w.lane`

/** Whoever looks at tasks that wait has them for half a minute. @param due rows `d` with `project_id` and `task_id` */
export const holdAside = (sql: Queryable, due: Fragment) => sql`
  update passed_over w set retry_at = now() + interval '30 seconds' from ${due} d
  where w.project_id = d.project_id and w.task_id = d.task_id`
