import type { Sql } from '../database/connect.ts'
import { hashSecret, newSecret } from './secrets.ts'

type KeyRow = {
  id: string
  name: string
  prefix: string
  scopes: ('read' | 'write')[]
  created_at: string
  last_used_at: string | null
}

/** Makes a key. Its text leaves the server this once; only its hash stays. */
export async function makeApiKey(
  sql: Sql,
  workspaceId: number,
  name: string,
  scopes: string[],
): Promise<KeyRow & { key: string }> {
  const key = newSecret('whk')
  const [row] = await sql<KeyRow[]>`
    insert into api_keys (workspace_id, name, prefix, key_hash, scopes)
    values (${workspaceId}, ${name}, ${key.slice(0, 10)}, ${hashSecret(key)}, ${scopes})
    returning id, name, prefix, scopes, created_at, last_used_at`
  return { ...(row as KeyRow), key }
}

export const keysOf = (sql: Sql, workspaceId: number) => sql<KeyRow[]>`
  select id, name, prefix, scopes, created_at, last_used_at from api_keys
  where workspace_id = ${workspaceId} and revoked_at is null order by created_at`

/** Whether there was such a key. */
export async function revokeKey(sql: Sql, workspaceId: number, keyId: string): Promise<boolean> {
  const [revoked] = await sql`
    update api_keys set revoked_at = now()
    where id = ${keyId} and workspace_id = ${workspaceId} and revoked_at is null returning 1`
  return revoked !== undefined
}
