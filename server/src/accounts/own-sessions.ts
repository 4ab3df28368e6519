import type { Queryable, Sql } from '../database/connect.ts'
import { forgetSessions } from './credentials.ts'

type Own = { personId: string; sessionId: string }
type SessionRow = { id: string; current: boolean; user_agent: string; created_at: string; last_seen_at: string }

/** Whether the person is a member of the workspace, in which the session then works. */
export async function switchTo(sql: Queryable, { personId, sessionId }: Own, workspaceId: number): Promise<boolean> {
  const [moved] = await sql`
    update sessions set workspace_id = m.workspace_id from members m
    where sessions.id = ${sessionId} and m.person_id = ${personId} and m.workspace_id = ${workspaceId}
    returning 1`
  return moved !== undefined
}

export const sessionsOf = (sql: Sql, { personId, sessionId }: Own) => sql<SessionRow[]>`
  select id, id = ${sessionId} as current, user_agent, created_at, last_seen_at
  from sessions where person_id = ${personId} order by last_seen_at desc limit 200`

/** Whether there was such a session of the person. */
export async function endSessionOf(sql: Sql, personId: string, sessionId: string): Promise<boolean> {
  const [ended] = await sql`delete from sessions where id = ${sessionId} and person_id = ${personId} returning 1`
  forgetSessions()
  return ended !== undefined
}

/** Everywhere, but for the session that is kept. */
export async function endSessionsOf(
  sql: Queryable,
  personId: string | null,
  kept: string | null = null,
): Promise<void> {
  await sql`delete from sessions where person_id = ${personId} and id is distinct from ${kept}`
  forgetSessions()
}
