import type { Scope } from '@whisker/api/endpoint.ts'
import type { Queryable, Sql } from '../database/connect.ts'
import { invalidField, notFound } from '../problem.ts'
import { addPerson } from './people.ts'
import { joinProject } from './project-workers.ts'
import { hashSecret, newSecret } from './secrets.ts'

type KeyRow = {
  id: string
  name: string
  prefix: string
  scopes: Scope[]
  project_ids: number[] | null
  created_at: string
  last_used_at: string | null
}

type Draft = { name: string; scopes: Scope[]; project_ids?: number[] | undefined }

const columns = (sql: Queryable) => sql`id, name, prefix, scopes, project_ids, created_at, last_used_at`

/** Makes a key. Its text leaves the server this once; only its hash stays. @throws 404, the same for unknown and foreign projects */
export async function makeApiKey(
  sql: Sql,
  workspaceId: number,
  { name, scopes, project_ids }: Draft,
): Promise<KeyRow & { key: string }> {
  if (scopes.includes('work') && !project_ids)
    throw invalidField('/project_ids', 'required', 'A key that works needs the projects that it works on.')
  const key = newSecret('whk')
  const projectIds = project_ids ? [...new Set(project_ids)].sort((a, b) => a - b) : null
  const row = await sql.begin(async (tx) => {
    if (projectIds) await requireAll(tx, workspaceId, projectIds)
    const personId = scopes.includes('work') ? await makeWorker(tx, name, projectIds ?? []) : null
    const [made] = await tx<KeyRow[]>`
      insert into api_keys (workspace_id, name, prefix, key_hash, scopes, project_ids, person_id)
      values (${workspaceId}, ${name}, ${key.slice(0, 10)}, ${hashSecret(key)}, ${scopes}, ${projectIds}, ${personId})
      returning ${columns(tx)}`
    return made
  })
  return { ...(row as KeyRow), key }
}

async function requireAll(sql: Queryable, workspaceId: number, projectIds: number[]): Promise<void> {
  const found = await sql`select from projects where workspace_id = ${workspaceId} and id = any(${projectIds})`
  if (found.length < projectIds.length) throw notFound('project')
}

/** Whoever works with the key: one worker, who has joined its projects and knows their languages. */
async function makeWorker(sql: Queryable, name: string, projectIds: number[]): Promise<string> {
  const personId = (await addPerson(sql, { name, email: null, passwordHash: null })) as string
  await sql`
    update people set languages = array(select distinct language from projects where id = any(${projectIds}) order by 1)
    where id = ${personId}`
  for (const projectId of projectIds) await joinProject(sql, projectId, personId)
  return personId
}

export const keysOf = (sql: Sql, workspaceId: number) => sql<KeyRow[]>`
  select ${columns(sql)} from api_keys
  where workspace_id = ${workspaceId} and revoked_at is null order by created_at`

/** Whether there was such a key. */
export async function revokeKey(sql: Sql, workspaceId: number, keyId: string): Promise<boolean> {
  const [revoked] = await sql`
    update api_keys set revoked_at = now()
    where id = ${keyId} and workspace_id = ${workspaceId} and revoked_at is null returning 1`
  return revoked !== undefined
}
