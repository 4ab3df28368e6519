import type { Policy, Role } from '@whisker/api/endpoint.ts'
import type { FastifyRequest } from 'fastify'
import { findKey, findSession } from '../accounts/credentials.ts'
import { isSecret } from '../accounts/secrets.ts'
import type { Server } from '../context.ts'
import { ApiProblem } from './problem.ts'

/** Who asks for a workspace's things: an API key, or a member who is signed in. */
export type Requester = { workspaceId: number; personId: string | null; keyId: string | null; role: Role }
/** Who asks for their own things, or works. */
export type Person = { personId: string; sessionId: string; workspaceId: number | null }

export type CallerOf<P extends Policy> = P extends { who: 'requester' | 'member' }
  ? Requester
  : P extends { who: 'none' }
    ? Person | null
    : Person

const strength: Record<Role, number> = { viewer: 0, editor: 1, owner: 2 }

/** `__Host-` binds it to this host by https; two services under two paths of one host have a cookie each. */
export function cookieName(server: Server): string {
  const own = `whisker${server.config.basePath.replace(/[^\w.-]+/g, '-')}`
  return isSecure(server) ? `__Host-${own}` : own
}

/** Finds out who calls and whether the endpoint is for them, before a byte of the body is read. */
export async function authorize(server: Server, request: FastifyRequest, policy: Policy): Promise<unknown> {
  const credential = readCredential(server, request)
  if (policy.who === 'none') {
    refuseOtherSites(server, request, credential?.kind === 'session' && credential.fromCookie)
    return credential?.kind === 'session' ? await findSession(server.sql, credential.token) : null
  }
  if (!credential) throw unauthenticated()
  if (credential.kind === 'key') return authorizeKey(server, credential.token, policy)
  if (credential.fromCookie) refuseOtherSites(server, request, true)
  const session = await findSession(server.sql, credential.token)
  if (!session) throw unauthenticated()
  if (policy.who === 'worker' || policy.who === 'person') return session
  if (session.workspaceId === null || session.role === null)
    throw new ApiProblem(
      'forbidden',
      'You are signed in, but you are not a member of a workspace. Ask its owner for an invitation.',
    )
  if (strength[session.role] < strength[policy.role])
    throw new ApiProblem(
      'forbidden',
      `This needs the role "${policy.role}"; yours is "${session.role}". Ask an owner of the workspace.`,
    )
  return {
    workspaceId: session.workspaceId,
    personId: session.personId,
    keyId: null,
    role: session.role,
  } satisfies Requester
}

async function authorizeKey(
  server: Server,
  token: string,
  policy: Exclude<Policy, { who: 'none' }>,
): Promise<Requester> {
  const key = isSecret('whk', token) ? await findKey(server.sql, token) : null
  if (!key) throw unauthenticated()
  if (policy.who !== 'requester') {
    const whose = policy.who === 'member' ? 'signed-in members' : 'people who are signed in, such as workers'
    throw new ApiProblem('forbidden', `API keys cannot do this; it is for ${whose}.`)
  }
  if (policy.scope === 'write' && !key.scopes.includes('write'))
    throw new ApiProblem('insufficient_scope', 'This API key may only read. Make one with the scope "write".')
  return { workspaceId: key.workspaceId, personId: null, keyId: key.id, role: 'editor' }
}

function unauthenticated(): ApiProblem {
  return new ApiProblem(
    'unauthenticated',
    'Send a valid API key in the header "Authorization", or sign in. The key may have been revoked, or the session ended.',
  )
}

type Credential = { kind: 'key'; token: string } | { kind: 'session'; token: string; fromCookie: boolean }

/** A header wins over a cookie: a program that sends a key never acts as the person whose browser it runs in. */
function readCredential(server: Server, request: FastifyRequest): Credential | null {
  const header = request.headers.authorization
  if (header !== undefined) {
    const token = header.replace(/^Bearer +/i, '').trim()
    return token.startsWith('whs_') ? { kind: 'session', token, fromCookie: false } : { kind: 'key', token }
  }
  const token = request.cookies[cookieName(server)]
  return token ? { kind: 'session', token, fromCookie: true } : null
}

/** Whether people reach the service by https; cookies follow it. */
export function isSecure(server: Server): boolean {
  return server.url().startsWith('https:')
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Cross-site request forgery: a browser tells where a request comes from (`Sec-Fetch-Site`, `Origin`), and a state
 * change with a cookie needs that word. Requests by header credential cannot be forged by another site.
 */
function refuseOtherSites(server: Server, request: FastifyRequest, needsWord: boolean): void {
  if (safeMethods.has(request.method)) return
  const site = request.headers['sec-fetch-site']
  const origin = request.headers.origin
  const own =
    site === undefined
      ? origin === undefined
        ? !needsWord
        : isOwnOrigin(server, origin, request)
      : site === 'same-origin' || site === 'none'
  if (!own)
    throw new ApiProblem(
      'cross_origin',
      'This request came from another web site, so it was not carried out. Programs use an API key instead of the cookie.',
    )
}

/** Older browsers send only `Origin`. A proxy may have put its own name into `Host`; PUBLIC_URL is what people see. */
function isOwnOrigin(server: Server, origin: string, request: FastifyRequest): boolean {
  if (!URL.canParse(origin)) return false
  return origin === new URL(server.url()).origin || new URL(origin).host === request.headers.host
}
