import type { Fragment, Queryable } from '../database/connect.ts'
import type { ResultColumns } from './result-row.ts'

/**
 * Results are written again by the models. A new transaction id makes exports with a cursor give them again.
 *
 * @param news rows `n` with `task_id` and the columns of a result; `answers` is null where it stays
 * @param which a condition on result `r` and `n`; @param returns columns of both
 */
export const rewrite = (sql: Queryable, projectId: number, news: Fragment, which: Fragment, returns: Fragment) => sql`
  update results r
  set fields = n.fields, answers = coalesce(n.answers, r.answers), confidence = n.confidence, labels = n.labels, method = 'model',
      provenance = n.provenance, xid = pg_current_xact_id(), updated_at = now()
  from ${news}
  where r.project_id = ${projectId} and r.task_id = n.task_id and ${which}
  returning ${returns}`

/** The same for one task, unless a person or another refit has written it since it was read (`xid`). @param task rows with `id` */
export const rewriteRead = (
  sql: Queryable,
  projectId: number,
  { fields, confidence, labels }: ResultColumns,
  provenance: object,
  task: Fragment,
  xid: string,
) => sql`
  update results r
  set fields = ${sql.json(fields)}, confidence = ${confidence}, labels = ${labels}, method = 'model',
      provenance = ${sql.json(provenance as never)}, xid = pg_current_xact_id(), updated_at = now()
  where r.project_id = ${projectId} and r.task_id = (select id from ${task}) and r.xid = ${xid}::text::xid8 and r.corrected_at is null
  returning r.task_id`

/** The result that a correction has kept. @param ended rows `e` with `task_id` and `before` */
export const restore = (sql: Queryable, projectId: number, ended: Fragment) => sql`
  update results r
  set fields = b.fields, answers = b.answers, confidence = b.confidence, labels = b.labels, method = b.method,
      provenance = b.provenance, corrected_at = null, xid = pg_current_xact_id(), updated_at = now()
  from ${ended} e cross join lateral jsonb_populate_record(null::results, e.before) b
  where r.project_id = ${projectId} and r.task_id = e.task_id and e.before is not null
  returning r.fields`

/** One answer of each of these tasks counts no longer. */
export const countOneFewer = (sql: Queryable, projectId: number, taskIds: string[]) => sql`
  update results r set answers = r.answers - 1
  where r.project_id = ${projectId} and r.task_id = any(${taskIds})`

/** Results go: of tasks that are open again, or are nothing. @param taskIds a query for ids */
export const drop = (sql: Queryable, projectId: number, taskIds: Fragment) => sql`
  delete from results r where r.project_id = ${projectId} and r.task_id = any(array(${taskIds}))`
