import { createHmac, randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Sql } from '../../database/connect.ts'
import type { Ground } from '../../ground.ts'
import { cookieName, isSecure } from '../caller.ts'
import { hashSecret } from '../secrets.ts'
import type { Attempt } from './provider.ts'

/** How long somebody may take at the provider. */
const minutes = 10

/**
 * An attempt belongs to the browser that began it: who is sent here with an answer that another browser asked for would be signed in as
 * somebody else. The browser has a secret, of which nonce and verifier are made; the database has hashes only, and works
 * for every server.
 */
export function browserSecret(server: Ground, request: FastifyRequest): string | null {
  return request.cookies[secretName(server)] || null
}

/** The secret of this browser; two tabs share it. */
export function keepBrowserSecret(server: Ground, request: FastifyRequest, reply: FastifyReply): string {
  const secret = browserSecret(server, request) ?? randomBytes(32).toString('base64url')
  reply.setCookie(secretName(server), secret, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure(server),
    maxAge: minutes * 60,
  })
  return secret
}

const secretName = (server: Ground) => `${cookieName(server)}-sign-in`

export async function beginAttempt(sql: Sql, browser: string, next: string): Promise<Attempt> {
  const state = randomBytes(32).toString('base64url')
  await sql`
    insert into sign_ins (state_hash, browser_hash, next, expires_at)
    values (${hashSecret(state)}, ${hashSecret(browser)}, ${next}, now() + ${minutes} * interval '1 minute')`
  return attemptOf(browser, state)
}

/** Uses an attempt up: of two answers to it, one counts. @returns null when this browser has begun none that still counts */
export async function takeAttempt(
  sql: Sql,
  browser: string,
  state: string,
): Promise<(Attempt & { next: string }) | null> {
  const [row] = await sql<{ next: string }[]>`
    delete from sign_ins
    where state_hash = ${hashSecret(state)} and browser_hash = ${hashSecret(browser)} and expires_at > now()
    returning next`
  return row ? { ...attemptOf(browser, state), next: row.next } : null
}

function attemptOf(browser: string, state: string): Attempt {
  const made = (use: string) => createHmac('sha256', browser).update(`${use} ${state}`).digest('base64url')
  return { state, nonce: made('nonce'), verifier: made('verifier') }
}
