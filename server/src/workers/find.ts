import { findWorker } from '../answers/find-worker.ts'
import type { Server } from '../context.ts'
import { notFound } from '../problem.ts'
import { requireProject } from '../projects/queries.ts'

/**
 * The person behind a worker's id in this project of the workspace.
 *
 * @throws 404 also for people who work elsewhere in the workspace
 */
export async function findPerson(
  { sql, secret }: Pick<Server, 'sql' | 'secret'>,
  workspaceId: number,
  projectId: number,
  workerId: string,
): Promise<string> {
  await requireProject(sql, workspaceId, projectId)
  const person = await findWorker(sql, secret, workspaceId, projectId, workerId)
  if (!person) throw notFound('worker')
  return person
}
