import { newStamp } from '../accounts/overwrite.ts'
import type { Fragment, Queryable } from '../database/connect.ts'
import type { ResultColumns } from './result-row.ts'

/** The result that the answers of a task make. @param done rows `d` with `id` and `answered` of the task (and a condition) */
export const putResult = (
  sql: Queryable,
  projectId: number,
  { fields, confidence, labels }: ResultColumns,
  provenance: object,
  done: Fragment,
) =>
  putResults(
    sql,
    sql`(select ${projectId}::int as project_id, d.id as task_id, ${sql.json(fields)}::jsonb as fields, d.answered,
                ${confidence}::float8 as confidence, ${labels}::text[] as labels, ${sql.json(provenance as never)}::jsonb as provenance
         from ${done}) r`,
  )

/**
 * A task that was asked about again gets its new result, under the transaction that made it, so that exports give it again; what a
 * reviewer said stays.
 *
 * @param results rows `r` with the columns of a result and `answered` (and a condition)
 */
export const putResults = (sql: Queryable, results: Fragment) => sql`
  insert into results (project_id, task_id, fields, answers, confidence, labels, method, provenance)
  select r.project_id, r.task_id, r.fields, r.answered, r.confidence, r.labels, 'model', r.provenance
  from ${results}
  on conflict (project_id, task_id) do update
  set fields = excluded.fields, answers = excluded.answers, confidence = excluded.confidence, labels = excluded.labels,
      method = excluded.method, provenance = excluded.provenance, xid = excluded.xid, updated_at = excluded.updated_at
  where results.corrected_at is null`

/** What is known of a task takes the place of whatever was thought of it. @param marked rows `m` with `id` and `answered` */
export const putKnown = (
  sql: Queryable,
  projectId: number,
  { fields, labels }: ResultColumns,
  training: boolean,
  marked: Fragment,
) => sql`
  insert into results (project_id, task_id, fields, answers, confidence, labels, method, practice)
  select ${projectId}, m.id, ${sql.json(fields)}, m.answered, 1, ${labels}, 'gold', ${training} from ${marked}
  on conflict (project_id, task_id) do update
  set fields = excluded.fields, answers = excluded.answers, confidence = 1, labels = excluded.labels, method = 'gold',
      practice = excluded.practice, provenance = null, corrected_at = null, xid = pg_current_xact_id(),
      updated_at = ${newStamp(sql, sql`results.updated_at`)}`

/** Tasks that come in with what is known of them. @param made rows `d` with `id` and `gold`: fields, labels and lane */
export const putKnownOfNew = (sql: Queryable, projectId: number, made: Fragment) => sql`
  insert into results (project_id, task_id, fields, answers, confidence, labels, method, practice)
  select ${projectId}, d.id, d.gold -> 'fields', 0, 1, array(select jsonb_array_elements_text(d.gold -> 'labels')), 'gold',
         (d.gold ->> 'lane')::int = 3
  from ${made}`

/**
 * What a reviewer says. @param task rows `t` with `id` and `answered` (and a condition); @param replaces whether there is a result that
 * the reviewer has seen: one that came meanwhile is not written over
 */
export const putCorrection = (
  sql: Queryable,
  projectId: number,
  { fields, confidence, labels }: ResultColumns,
  task: Fragment,
  replaces: boolean,
) => sql`
  insert into results (project_id, task_id, fields, answers, confidence, labels, method, corrected_at)
  select ${projectId}, t.id, ${sql.json(fields)}, t.answered, ${confidence}, ${labels}, 'reviewer', now() from ${task}
  on conflict (project_id, task_id) do update
  set fields = excluded.fields, confidence = excluded.confidence, labels = excluded.labels, method = 'reviewer',
      corrected_at = ${newStamp(sql, sql`results.corrected_at`)}, xid = pg_current_xact_id(), updated_at = now()
  where ${replaces}
  returning task_id`
