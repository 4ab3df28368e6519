import type { Queryable } from '../database/connect.ts'

/**
 * Completed tasks with their results, written directly: tests of the export need more of them than workers could answer.
 * `name` and the value of each are `<prefix><n>`.
 */
export async function makeResults(sql: Queryable, projectId: number, count: number, prefix = ''): Promise<void> {
  // Not all at once: the figures note each result, and a transaction of seconds would hold up the events of other tests.
  for (let from = 1; from <= count; from += atOnce)
    await insertResults(sql, projectId, from, Math.min(count, from + atOnce - 1), prefix)
}

const atOnce = 2000

async function insertResults(sql: Queryable, projectId: number, from: number, to: number, prefix: string) {
  await sql`
    with task as (
      insert into tasks (project_id, id, version, status, wanted, answered, item_count, content_hash, name, completed_at)
      select ${projectId}, gen_random_uuid(), 1, 'completed', 1, 1, 1, '', ${prefix}::text || n, now()
      from generate_series(${from}::int, ${to}::int) n returning id, name
    ), item as (
      insert into items (project_id, task_id, item, "values")
      select ${projectId}, id, 0, jsonb_build_object('sentence', name) from task
    )
    insert into results (project_id, task_id, confidence, fields, answers)
    select ${projectId}, id, 1, jsonb_build_array(jsonb_build_object('animal', jsonb_build_object(
      'value', name, 'confidence', 1, 'votes', jsonb_build_array(jsonb_build_object('value', name, 'count', 1))))), 1
    from task`
}
