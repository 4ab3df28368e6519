import { type Policy, type Role, type Scope, scopeOf } from '@whisker/api/endpoint.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Ground } from '../ground.ts'
import type { Requester, Worker } from '../http/callers.ts'
import { ApiProblem } from '../problem.ts'
import { findKey, findSession, findWorkersSession } from './credentials.ts'
import { isSecret } from './secrets.ts'

const strength: Record<Role, number> = { viewer: 0, editor: 1, owner: 2 }

/** `__Host-` binds it to this host by https; two services under two paths of one host have a cookie each. */
export function cookieName(server: Ground): string {
  const own = `whisker${server.config.basePath.replace(/[^\w.-]+/g, '-')}`
  return isSecure(server) ? `__Host-${own}` : own
}

/** Finds out who calls and whether the endpoint is for them, before a byte of the body is read. */
export async function authorize(server: Ground, request: FastifyRequest, policy: Policy): Promise<unknown> {
  const credential = readCredential(server, request)
  if (policy.who === 'none') {
    refuseOtherSites(server, request, credential?.kind === 'session' && credential.fromCookie)
    return credential?.kind === 'session' ? await findSession(server.sql, credential.token) : null
  }
  if (!credential) throw unauthenticated(missingKey(request))
  if (credential.kind === 'key') return authorizeKey(server, credential.token, policy)
  if (credential.fromCookie) refuseOtherSites(server, request, true)
  const find = policy.who === 'worker' ? findWorkersSession : findSession
  const session = await find(server.sql, credential.token)
  if (!session) throw unauthenticated()
  if (policy.who === 'person') return session
  if (policy.who === 'worker')
    return { personId: session.personId, workspaceId: session.workspaceId, projectIds: null } satisfies Worker
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
    projectIds: null,
  } satisfies Requester
}

async function authorizeKey(
  server: Ground,
  token: string,
  policy: Exclude<Policy, { who: 'none' }>,
): Promise<Requester | Worker> {
  if (!isSecret('whk', token)) throw unauthenticated(malformedKey(token))
  const key = await findKey(server.sql, token)
  if (!key) throw unauthenticated()
  const scope = scopeOf(policy)
  if (scope === null) {
    const whose = policy.who === 'member' ? 'signed-in members' : 'people who are signed in'
    throw new ApiProblem('forbidden', `API keys cannot do this; it is for ${whose}.`)
  }
  const { workspaceId, projectIds, personId } = key
  if (!key.scopes.some((one) => includes[one].includes(scope))) throw lacksScope(scope, key.scopes)
  if (policy.who === 'worker') return { personId: personId as string, workspaceId, projectIds }
  return { workspaceId, personId: null, keyId: key.id, role: 'editor', projectIds }
}

const includes: Record<Scope, Scope[]> = { read: ['read'], write: ['read', 'write'], work: ['work'] }

function lacksScope(scope: Scope, has: Scope[]): ApiProblem {
  return new ApiProblem(
    'insufficient_scope',
    `This needs an API key with the scope "${scope}"; this one has ${has.map((one) => `"${one}"`).join(' and ')}. An owner of the workspace makes one in the dashboard, under Settings, API keys.`,
  )
}

function unauthenticated(
  why = 'Send a valid API key in the header "Authorization", or sign in. The key may have been revoked, or the session ended.',
): ApiProblem {
  return new ApiProblem('unauthenticated', why)
}

const keyForm =
  'The header must read "Authorization: whk_..." or "Authorization: Bearer whk_...", with the key and nothing else.'

function missingKey({ headers }: FastifyRequest): string | undefined {
  const other = ['x-api-key', 'api-key', 'x-auth-token', 'token', 'key'].find((name) => headers[name] !== undefined)
  return other && `The header "${other}" is not looked at. ${keyForm}`
}

/** Says what is the matter with its form, and never what it was. */
function malformedKey(token: string): string {
  if (token === '') return `The header "Authorization" is empty. ${keyForm}`
  if (/^["'<`{].*["'>`}]$/s.test(token) || /["']/.test(token))
    return `There are quotes or brackets around the key. ${keyForm}`
  const scheme = /^([A-Za-z][A-Za-z-]{1,20})[ :=]/.exec(token)?.[1]
  if (scheme)
    return `The header "Authorization" begins with "${scheme}", which is not a kind that is taken here. ${keyForm}`
  if (/\s/.test(token)) return `There is a blank in the key. ${keyForm}`
  if (/^\$?\{?WHISKER_KEY\}?$/i.test(token)) return `The name of a variable came instead of its value. ${keyForm}`
  if (!token.startsWith('whk_')) return `An API key begins with whk_, and this does not. ${keyForm}`
  return 'This API key is not whole, or has a character that was mistyped: it has 43 characters. Copy it again.'
}

const secretInAddress = /wh[ks]_[0-9A-Za-z]{20}/

/**
 * A key in an address ends up in histories, in the logs of proxies and in what is passed on: it is refused wherever it
 * stands, before anything repeats the address.
 */
export function refuseSecretsInAddress(http: FastifyInstance): void {
  http.addHook('onRequest', async (request) => {
    if (!request.url.includes('_') && !request.url.includes('%')) return
    if (!secretInAddress.test(request.url) && !secretInAddress.test(unescaped(request.url))) return
    throw unauthenticated(
      `There is a key in the address, where logs and histories keep it. ${keyForm} Revoke this one in the dashboard and make another: somebody may have read it.`,
    )
  })
}

function unescaped(url: string): string {
  try {
    return decodeURIComponent(url)
  } catch {
    return url
  }
}

type Credential = { kind: 'key'; token: string } | { kind: 'session'; token: string; fromCookie: boolean }

/** A header wins over a cookie: a program that sends a key never acts as the person whose browser it runs in. */
function readCredential(server: Ground, request: FastifyRequest): Credential | null {
  const header = request.headers.authorization
  if (header !== undefined) {
    const token = header.replace(/^Bearer +/i, '').trim()
    return token.startsWith('whs_') ? { kind: 'session', token, fromCookie: false } : { kind: 'key', token }
  }
  const token = request.cookies[cookieName(server)]
  return token ? { kind: 'session', token, fromCookie: true } : null
}

/** Whether people reach the service by https; cookies follow it. */
export function isSecure(server: Ground): boolean {
  return server.url().startsWith('https:')
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Cross-site request forgery: a browser tells where a request comes from (`Sec-Fetch-Site`, `Origin`), and a state
 * change with a cookie needs that word. Requests by header credential cannot be forged by another site.
 */
function refuseOtherSites(server: Ground, request: FastifyRequest, needsWord: boolean): void {
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
function isOwnOrigin(server: Ground, origin: string, request: FastifyRequest): boolean {
  if (!URL.canParse(origin)) return false
  return origin === new URL(server.url()).origin || new URL(origin).host === request.headers.host
}
