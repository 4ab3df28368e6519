import type { Role, Scope } from '@whisker/api/endpoint.ts'
import type { Sql } from '../database/connect.ts'
import { hashSecret, isSecret } from './secrets.ts'

type Key = { id: string; workspaceId: number; scopes: Scope[]; projectIds: number[] | null; personId: string | null }

/**
 * Keys are looked up for each request of an upload, sessions for each answer. Remembered for less than a second, so that a revocation
 * works within a second on all servers without a message between them.
 */
const rememberMs = 800
const rememberMost = 10_000
const maxSecretLength = 64

type Remembered<T> = { until: number; found: Promise<T> }

/** What was looked up lately, by its secret. */
class Memory<T> {
  private readonly byPool = new WeakMap<Sql, Map<string, Remembered<T>>>()

  find(sql: Sql, name: string, load: () => Promise<T>): Promise<T> {
    // Anybody may send anything; what has no secret's length is none.
    if (name.length > maxSecretLength) return load()
    const known = this.byPool.get(sql) ?? new Map<string, Remembered<T>>()
    this.byPool.set(sql, known)
    const now = performance.now()
    const hit = known.get(name)
    if (hit && hit.until > now) return hit.found
    if (known.size >= rememberMost) known.clear()
    const found = load()
    known.set(name, { until: now + rememberMs, found })
    found.catch(() => known.delete(name))
    return found
  }
}

const keys = new Memory<Key | null>()
let sessions = new Memory<SessionCaller | null>()

/** Sessions have ended: this server knows none by heart any more. Others forget them within a second. */
export function forgetSessions(): void {
  sessions = new Memory()
}

export function findKey(sql: Sql, token: string): Promise<Key | null> {
  return keys.find(sql, token, () => loadKey(sql, hashSecret(token)))
}

async function loadKey(sql: Sql, hash: Buffer): Promise<Key | null> {
  const [key] = await sql<(Key & { stale: boolean })[]>`
    select id, workspace_id as "workspaceId", scopes, project_ids as "projectIds", person_id as "personId",
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

/**
 * The session of somebody who labels, as it was less than a second ago: what they may take and answer is asked of the database anew
 * with each task.
 */
export function findWorkersSession(sql: Sql, token: string): Promise<SessionCaller | null> {
  return sessions.find(sql, token, () => findSession(sql, token))
}

/** Sessions end 14 days after they were last used, and 30 days after they began. */
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
