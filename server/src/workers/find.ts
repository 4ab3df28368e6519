import { workerPseudonym } from '../accounts/secrets.ts'
import type { Sql } from '../database/connect.ts'
import { notFound } from '../http/problem.ts'

type Where = { sql: Sql; secret: string }

/**
 * The person behind a worker's id in this project. Ids are hashes with a key, so they are looked for among those who
 * joined the project or took tasks of it (in an open project nobody has to join): 100 ms for 20,000 of them.
 *
 * @throws 404 also for people who work elsewhere in the workspace
 */
export async function findWorker(
  { sql, secret }: Where,
  workspaceId: number,
  projectId: number,
  workerId: string,
): Promise<string> {
  const people = await sql<{ id: string }[]>`
    select person_id as id from project_workers where project_id = ${projectId}
      and exists (select from projects where id = ${projectId} and workspace_id = ${workspaceId})
    union
    select worker_id from worker_cursors where project_id = ${projectId}
      and exists (select from projects where id = ${projectId} and workspace_id = ${workspaceId})`
  const person = people.find(({ id }) => workerPseudonym(secret, workspaceId, id) === workerId)
  if (!person) throw notFound('worker')
  return person.id
}
