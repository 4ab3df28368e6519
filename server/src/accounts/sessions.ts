import type { Session } from '@whisker/api/sessions.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Queryable, Sql } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { Person } from '../http/callers.ts'
import { ApiProblem } from '../problem.ts'
import { noteDone } from './audit/record.ts'
import { cookieName, isSecure } from './caller.ts'
import { forgetSessions } from './credentials.ts'
import { hashSecret, newSecret } from './secrets.ts'

export type NewSession = { id: string; token: string }

/**
 * Begins a session for a person, in their first workspace if they have one. The session whose cookie the new one replaces
 * ends with the same statement: nobody could sign out of it any more.
 */
export async function beginSession(
  sql: Queryable,
  request: FastifyRequest,
  personId: string,
  replaced: string | null,
): Promise<NewSession> {
  const token = newSecret('whs')
  const userAgent = String(request.headers['user-agent'] ?? '').slice(0, 300)
  const [session] = await sql<{ id: string }[]>`
    with ended as (delete from sessions where id = ${replaced})
    insert into sessions (token_hash, person_id, workspace_id, user_agent)
    select ${hashSecret(token)}, ${personId},
           (select workspace_id from members where person_id = ${personId} order by joined_at limit 1), ${userAgent}
    returning id`
  if (replaced) forgetSessions()
  await noteDone(sql, { action: 'session.began', personId, workspaceId: null, address: request.ip })
  return { id: (session as { id: string }).id, token }
}

/** The session whose cookie a new one takes the place of. */
export function replacedSession(request: FastifyRequest, caller: Person | null, cookie: boolean): string | null {
  return cookie && request.headers.authorization === undefined ? (caller?.sessionId ?? null) : null
}

const thirtyDaysS = 30 * 24 * 60 * 60

/** Gives the session to the browser as a cookie, or to a program in the body. */
export function handOver(server: Ground, reply: FastifyReply, token: string, cookie: boolean): { token?: string } {
  if (!cookie) return { token }
  reply.setCookie(cookieName(server), token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure(server),
    maxAge: thirtyDaysS,
  })
  return {}
}

export function takeCookieBack(server: Ground, reply: FastifyReply): void {
  reply.clearCookie(cookieName(server), { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(server) })
}

/** What a session shows of its person. */
export async function describeSession(sql: Sql, sessionId: string): Promise<Session> {
  const [row] = await sql<
    {
      person: Session['person']
      has_password: boolean
      workspace_id: number | null
      memberships: Session['memberships']
    }[]
  >`
    select jsonb_build_object('id', p.id, 'name', p.name, 'email', p.email, 'languages', p.languages) as person,
           p.password_hash is not null as has_password, s.workspace_id,
           coalesce((select jsonb_agg(jsonb_build_object('workspace_id', w.id, 'title', w.title, 'role', m.role) order by w.id)
                     from members m join workspaces w on w.id = m.workspace_id where m.person_id = p.id), '[]') as memberships
    from sessions s join people p on p.id = s.person_id where s.id = ${sessionId}`
  if (!row) throw new ApiProblem('unauthenticated', 'The session has just ended. Sign in again.')
  const workspace = row.memberships.find((membership) => membership.workspace_id === row.workspace_id) ?? null
  return { person: row.person, has_password: row.has_password, memberships: row.memberships, workspace }
}
