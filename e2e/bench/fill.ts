import type { Sql } from 'postgres'

const atOnce = 50_000
const tables = ['tasks', 'items', 'assignments', 'answers', 'results']
const animals = ['cat', 'dog', 'fox', 'hen', 'cow', 'owl', 'bee']

export type Filled = {
  projectId: number
  tasks: number
  /** The first of them gave this many answers; the others share the rest. */
  workerIds: string[]
  ofFirst: number
}

/**
 * Writes answered tasks straight into the tables, as they are after so many takes and answers (through the API a million of them would take
 * half an hour): task, item, hold, answer and result. Events are left out, and so are triggers, which only count. The crowd counts as refitted
 * just now, or the refit of all these answers would be paid by the cycles that are timed.
 */
export async function fillAnswered(sql: Sql, { projectId, tasks, workerIds, ofFirst }: Filled): Promise<void> {
  const others = workerIds.slice(1)
  // As newId makes them (server/src/projects/ids.ts): milliseconds, a counter, the project.
  const tail = ((2n << 62n) | (BigInt(projectId) << 30n)).toString(16)
  const base = Date.now() - 86_400_000
  await sql`set session_replication_role = replica`
  const rebuild = await dropIndexes(sql)
  for (let from = 0; from < tasks; from += atOnce)
    await sql`
      with draft as materialized (
        select n, (lpad(to_hex(${base}::bigint + n / 4096), 12, '0') || '8' || lpad(to_hex(n % 4096), 3, '0') || ${tail}::text)::uuid as id,
               (lpad(to_hex(${base + 43_200_000}::bigint + n / 4096), 12, '0') || '8' || lpad(to_hex(n % 4096), 3, '0') || ${tail}::text)::uuid as hold,
               case when n < ${ofFirst} then ${workerIds[0] as string}::uuid else (${others}::uuid[])[1 + n % ${others.length}] end as worker,
               (${animals}::text[])[1 + n % ${animals.length}] as animal
        from generate_series(${from}::int, ${Math.min(from + atOnce, tasks) - 1}::int) n
      ), task as (
        insert into tasks (project_id, id, version, status, wanted, answered, item_count, external_id, content_hash, repeated, completed_at)
        select ${projectId}, id, 1, 'completed', 1, 1, 1, 'f' || n, lpad(n::text, 44, '0'), false, now() from draft
      ), item as (
        insert into items (project_id, task_id, item, "values")
        select ${projectId}, id, 0, jsonb_build_object('sentence', 'filled sentence ' || n) from draft
      ), hold as (
        insert into assignments (project_id, id, task_id, worker_id, token, state, deadline, max_deadline, ended_at, version)
        select ${projectId}, hold, id, worker, left(md5(n::text), 22), 'submitted', now(), now(), now(), 1 from draft
      ), answer as (
        insert into answers (project_id, task_id, worker_id, assignment_id, state, version, "values", seconds)
        select ${projectId}, id, worker, hold, 'counted', 1, jsonb_build_array(jsonb_build_object('animal', animal)), 3 from draft
      )
      insert into results (project_id, task_id, fields, answers, confidence, labels, method)
      select ${projectId}, id, jsonb_build_array(jsonb_build_object('animal', jsonb_build_object('value', animal, 'confidence', 0.775,
               'votes', jsonb_build_array(jsonb_build_object('value', animal, 'count', 1))))),
             1, 0.775, array[${`${projectId}:animal=`} || animal], 'model' from draft`
  await rebuild()
  await sql`
    insert into crowds (project_id, refit, refit_at, answers, cursor_xid)
    values (${projectId}, 1, now(), ${tasks}, pg_snapshot_xmin(pg_current_snapshot()))`
  await sql`reset session_replication_role`
  for (const table of tables) await sql`vacuum analyze ${sql(table)}`
}

/** Sorted at once, an index of a million rows costs a tenth of what it does row by row. @returns what makes them again */
async function dropIndexes(sql: Sql): Promise<() => Promise<void>> {
  const indexes = await sql<{ indexname: string; indexdef: string }[]>`
    select indexname, indexdef from pg_indexes where tablename in ${sql(tables)} and schemaname = 'public'
      and indexname not in (select conname from pg_constraint)`
  for (const { indexname } of indexes) await sql`drop index ${sql(indexname)}`
  return async () => {
    await sql`set maintenance_work_mem = '256MB'`
    for (const { indexdef } of indexes) await sql.unsafe(indexdef)
  }
}
