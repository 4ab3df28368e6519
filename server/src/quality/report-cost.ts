import type { Sql } from '../database/connect.ts'

type Cost = { tasks: number; answers: number; made_at: string }

/** What the labels of a project have cost: completed tasks and their answers. */
export async function costOf(sql: Sql, projectId: number): Promise<Cost> {
  const [cost] = await sql<Cost[]>`
    select count(*)::int as tasks, coalesce(sum(r.answers), 0)::int as answers, now() as made_at
    from results r join tasks t on t.project_id = r.project_id and t.id = r.task_id
    where r.project_id = ${projectId} and t.status = 'completed' and not t.gold and r.answers > 0`
  return cost as Cost
}
