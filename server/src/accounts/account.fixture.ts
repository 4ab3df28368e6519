import { randomBytes } from 'node:crypto'
import type { Role } from '@whisker/api/endpoint.ts'
import { ask } from '../testing/ask.ts'
import type { TestServer } from '../testing/server.ts'
import { makeInvitation } from './invitations.ts'

export type Account = { id: string; name: string; email: string; password: string; token: string }

/** A member with a password that the test knows, made the way people are: by an invitation. */
export async function makeAccount(
  server: TestServer,
  role: Role = 'viewer',
  given: { email?: string; password?: string; workspaceId?: number } = {},
): Promise<Account> {
  const {
    email = `${randomBytes(6).toString('hex')}@example.org`,
    password = 'seven small whiskers',
    workspaceId = server.running.workspaceId,
  } = given
  const invitation = await makeInvitation(server.sql, workspaceId, { role })
  const account = { name: 'Ada Example', email, password }
  const { json } = await ask(`${server.url}/invitation-acceptances`, {
    json: { token: invitation?.token, cookie: false, ...account },
  })
  const session = json as { person: { id: string }; token: string }
  return { ...account, id: session.person.id, token: session.token }
}

/** Tries to sign in as a program does. */
export function signIn(url: string, email: string, password: string, headers: Record<string, string> = {}) {
  return ask(`${url}/sessions`, { json: { email, password, cookie: false }, headers })
}

let calls = 0
/** Headers of a request that comes from an address of its own, or from this one, as behind a proxy (TRUST_PROXY). */
export const from = (ip = `10.0.${calls >> 8}.${calls++ & 255}`) => ({ 'x-forwarded-for': ip })
