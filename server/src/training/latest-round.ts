import type { WorkerDetail } from '@whisker/api/workers.ts'
import type { Sql } from '../database/connect.ts'

/** A worker's latest try, for the requester; null before the first. */
export async function latestRound(sql: Sql, projectId: number, workerId: string): Promise<WorkerDetail['training']> {
  const [round] = await sql<NonNullable<WorkerDetail['training']>[]>`
    select round, answered, "right", questions, pass, passed, started_at, finished_at from training_rounds
    where project_id = ${projectId} and worker_id = ${workerId} order by round desc limit 1`
  return round ?? null
}
