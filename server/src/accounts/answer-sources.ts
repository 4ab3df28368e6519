import type { Queryable, Sql, Transaction } from '../database/connect.ts'
import { ApiProblem } from '../problem.ts'
import { addPerson } from './people.ts'
import { joinProject } from './project-workers.ts'

/**
 * The worker that stands for a place where answers were given before: made the first time, found again by its name. It has no
 * account and no link: nobody can enter as it.
 *
 * @throws {ApiProblem} 409 when it was removed from the project
 */
export async function sourceWorker(sql: Sql, projectId: number, name: string): Promise<string> {
  const known = await findSource(sql, projectId, name)
  const worker = known ?? (await sql.begin((tx) => makeSource(tx as Transaction, projectId, name)))
  const [joined] = await joinProject(sql, projectId, worker)
  if (!joined)
    throw new ApiProblem(
      'conflict',
      `"${name}" was removed from this project. Let it in again in the list of workers, or send the answers under another name.`,
    )
  return worker
}

async function findSource(sql: Queryable, projectId: number, name: string): Promise<string | null> {
  const [row] = await sql<{ person_id: string }[]>`
    select person_id from answer_sources where project_id = ${projectId} and name = ${name}`
  return row?.person_id ?? null
}

/** Of two who begin at the same time the second waits for the first, and takes their worker. */
async function makeSource(tx: Transaction, projectId: number, name: string): Promise<string> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`answer source ${projectId} ${name}`}, 0))`
  const known = await findSource(tx, projectId, name)
  if (known) return known
  const person = (await addPerson(tx, { name, email: null, passwordHash: null })) as string
  await tx`insert into answer_sources (project_id, name, person_id) values (${projectId}, ${name}, ${person})`
  return person
}

/** The workers of a project that stand for a source. */
export async function sourcesOf(sql: Queryable, projectId: number): Promise<Set<string>> {
  const rows = await sql<{ person_id: string }[]>`select person_id from answer_sources where project_id = ${projectId}`
  return new Set(rows.map(({ person_id }) => person_id))
}
