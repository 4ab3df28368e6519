import type { Role } from '@whisker/api/endpoint.ts'
import type { Sql } from '../database/connect.ts'
import { hashSecret, isSecret } from './secrets.ts'

type Key = { id: string; workspaceId: number; scopes: string[] }

/**
 * A key is looked up for each request of an upload. Remembered for less than a second, so that a revocation works
 * within a second on all servers without a message between them.
 */
const rememberMs = 800
const rememberMost = 10_000
const keys = new WeakMap<Sql, Map<string, { until: number; key: Promise<Key | null> }>>()

export async function findKey(sql: Sql, token: string): Promise<Key | null> {
  const hash = hashSecret(token)
  const name = hash.toString('base64')
  let known = keys.get(sql)
  if (!known) {
    known = new Map()
    keys.set(sql, known)
  }
  const now = performance.now()
  const hit = known.get(name)
  if (hit && hit.until > now) return hit.key
  if (known.size >= rememberMost) known.clear()
  const key = loadKey(sql, hash)
  known.set(name, { until: now + rememberMs, key })
  key.catch(() => known.delete(name))
  return key
}

async function loadKey(sql: Sql, hash: Buffer): Promise<Key | null> {
  const [key] = await sql<(Key & { stale: boolean })[]>`
    select id, workspace_id as "workspaceId", scopes,
           last_used_at is null or last_used_at < now() - interval '1 minute' as stale
    from api_keys where key_hash = ${hash} and revoked_at is null`
  // "Last used" to the minute is enough for people, and spares a write for each request.
  if (key?.stale) await sql`update api_keys set last_used_at = now() where id = ${key.id}`
  return key ?? null
}

export type SessionCaller = {
  sessionId: string
  personId: string
  /** Null when the person is not a member of the workspace that the session names. */
  workspaceId: number | null
  role: Role | null
}

/** Sessions end 14 days after they were last used, and 30 days after they began. Never remembered: sign-out is at once. */
export async function findSession(sql: Sql, token: string): Promise<SessionCaller | null> {
  if (!isSecret('whs', token)) return null
  const [row] = await sql<(SessionCaller & { stale: boolean })[]>`
    select s.id as "sessionId", s.person_id as "personId", m.workspace_id as "workspaceId", m.role,
           s.last_seen_at < now() - interval '5 minutes' as stale
    from sessions s left join members m on m.person_id = s.person_id and m.workspace_id = s.workspace_id
    where s.token_hash = ${hashSecret(token)}
      and s.last_seen_at > now() - interval '14 days' and s.created_at > now() - interval '30 days'`
  if (!row) return null
  const { stale, ...session } = row
  if (stale) await sql`update sessions set last_seen_at = now() where id = ${session.sessionId}`
  return session
}
