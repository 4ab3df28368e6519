import { workerPseudonym } from '../accounts/secrets.ts'
import type { Sql } from '../database/connect.ts'

/**
 * The person whom a workspace knows by a pseudonym, among those who joined the project, practised or answered in it. A pseudonym
 * cannot be turned round, so each candidate's is computed: 1.5 µs a worker. Who has answered is read by jumping from one
 * worker to the next in the index `answers_worker`, not by reading the answers.
 */
export async function findWorker(
  sql: Sql,
  secret: string,
  workspaceId: number,
  projectId: number,
  pseudonym: string,
): Promise<string | null> {
  const candidates = await sql<{ person_id: string }[]>`
    with recursive answerer as (
      (select worker_id from answers where project_id = ${projectId} order by worker_id limit 1)
      union all
      select (select a.worker_id from answers a where a.project_id = ${projectId} and a.worker_id > l.worker_id
              order by a.worker_id limit 1)
      from answerer l where l.worker_id is not null
    )
    select person_id from project_workers where project_id = ${projectId}
    union select worker_id from answerer where worker_id is not null
    union select worker_id from training_rounds where project_id = ${projectId}`
  const found = candidates.find(({ person_id }) => workerPseudonym(secret, workspaceId, person_id) === pseudonym)
  return found?.person_id ?? null
}
