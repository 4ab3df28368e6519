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
