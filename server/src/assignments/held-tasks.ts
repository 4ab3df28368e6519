import type { Sql } from '../database/connect.ts'
import type { TakenTask } from './take.ts'

/** What somebody holds in a project, the first taken first. */
export async function heldTasks(sql: Sql, projectId: number, workerId: string): Promise<TakenTask[]> {
  return sql<TakenTask[]>`
  select a.id, a.task_id, a.token, coalesce(a.version, t.version) as version, a.deadline,
         greatest(0, extract(epoch from a.deadline - now()))::float8 as seconds_left
  from assignments a join tasks t on t.project_id = a.project_id and t.id = a.task_id
  where a.project_id = ${projectId} and a.worker_id = ${workerId} and a.state = 'active'
  order by a.taken_at, a.id limit 100`
}
