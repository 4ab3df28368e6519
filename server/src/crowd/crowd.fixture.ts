import type { Server } from '../context.ts'
import type { Sql } from '../database/connect.ts'
import { newId } from '../projects/ids.ts'
import { untilPast } from '../testing/past.ts'

/**
 * Completed tasks of a project with the answers of a whole crowd, written directly: more than workers could give in a test.
 * `answer(task, worker)` gives the values of the one item; task t is named `t`.
 */
export async function makeAnswers(
  sql: Sql,
  projectId: number,
  shape: { tasks: number; workers: number; overlap: number; status?: 'completed' | 'needs_review' },
  answer: (task: number, worker: number) => Record<string, string | number | string[]>,
): Promise<{ workers: string[] }> {
  const { tasks, overlap, status = 'completed' } = shape
  const people = await sql<{ id: string }[]>`
    insert into people (name) select 'worker ' || n from generate_series(1, ${shape.workers}) n returning id`
  const workers = people.map(({ id }) => id)
  const ids = Array.from({ length: tasks }, () => newId(projectId))
  await sql`
    insert into tasks (project_id, id, version, status, wanted, answered, item_count, content_hash, name)
    select ${projectId}, id, 1, ${status}, ${overlap}, ${overlap}, 1, '', (n - 1)::text
    from unnest(${ids}::uuid[]) with ordinality as made (id, n)`
  await sql`
    insert into items (project_id, task_id, item, "values")
    select project_id, id, 0, jsonb_build_object('sentence', name) from tasks where project_id = ${projectId}`
  const rows = ids.flatMap((id, t) =>
    Array.from({ length: overlap }, (_, n) => {
      // Scattered, so that no group of workers has tasks of its own.
      const who = ((Math.imul(t, 0x9e3779b1) >>> 8) + n) % shape.workers
      return { task_id: id, worker_id: workers[who], values: [answer(t, who)] }
    }),
  )
  for (let from = 0; from < rows.length; from += 20_000)
    await sql`
      insert into answers (project_id, task_id, worker_id, assignment_id, state, version, "values", seconds)
      select ${projectId}, a.task_id, a.worker_id, gen_random_uuid(), 'counted', 1, a."values", 1
      from jsonb_to_recordset(${sql.json(rows.slice(from, from + 20_000) as never)}) as a
        (task_id uuid, worker_id uuid, "values" jsonb)`
  await sql`
    insert into results (project_id, task_id, fields, answers, confidence)
    select t.project_id, t.id, (select jsonb_agg(r.item) from (
             select jsonb_object_agg(e.key, jsonb_build_object('value', e.value, 'confidence', 0.5, 'votes', '[]'::jsonb)) as item
             from answers a, jsonb_each(a."values" -> 0) e
             where a.project_id = t.project_id and a.task_id = t.id and a.worker_id = (
               select worker_id from answers b where b.project_id = t.project_id and b.task_id = t.id limit 1)) r),
           ${overlap}, 0.5
    from tasks t where t.project_id = ${projectId} on conflict do nothing`
  return { workers }
}

/** Has the project refitted with all the answers that it has, and waits for it. */
export async function refitNow({ sql, wake }: Server, projectId: number): Promise<void> {
  await untilPast(sql)
  const [before] = await sql<{ refit: number }[]>`
    insert into crowds (project_id, due_since) values (${projectId}, now())
    on conflict (project_id) do update set due_since = now() returning refit`
  wake('refit')
  for (let n = 0; n < 600; n++) {
    const [now] = await sql<{ refit: number; held: boolean }[]>`
      select refit, locked_until is not null as held from crowds where project_id = ${projectId}`
    if (now && now.refit > (before?.refit ?? 0) && !now.held) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('The project was not refitted within 30 seconds.')
}
