/// <reference path="./oidc-provider.d.ts" />

import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import OidcProvider from 'oidc-provider'

type Claims = Record<string, unknown>

/** A real OpenID Connect provider on this machine, and what a test may do to it. */
export type TestProvider = {
  issuer: string
  /** What it says of each subject. */
  people: Map<string, Claims>
  /** Who signs in without being asked; null: a form asks. */
  signsIn: string | null
  /** Changes what a token says before it is signed. */
  tamper: ((claims: Claims) => Claims) | null
  /** `stranger`: by a key that is not its own, under the name of its own. */
  signBy: 'own' | 'stranger'
  /** Takes new keys and forgets the old ones. */
  rotateKeys: () => void
  /** Where Whisker is, once that is known: a provider sends nobody to an address that it was not told. */
  sendTo: (url: string) => void
  /** Requests by path. */
  asked: Map<string, number>
  close: () => Promise<void>
  /** Listens again after it was closed. */
  reopen: () => Promise<void>
}

export const clientId = 'whisker'
export const clientSecret = 'a secret of forty characters, more or less'

export async function startProvider({ isPublic = false } = {}): Promise<TestProvider> {
  const whisker = { url: 'http://127.0.0.1:1' }
  let key = newKey()
  let provider: OidcProvider
  const server = createServer((request, response) => answer(request, response))
  const port = await listen(server, 0)
  const issuer = `http://127.0.0.1:${port}`

  const test: TestProvider = {
    issuer,
    people: new Map(),
    signsIn: null,
    tamper: null,
    signBy: 'own',
    rotateKeys: () => {
      key = newKey()
      build()
    },
    sendTo: (url) => {
      whisker.url = url
      build()
    },
    asked: new Map(),
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
    reopen: async () => void (await listen(server, port)),
  }

  function build(): void {
    provider = new OidcProvider(issuer, {
      clients: [clientOf(whisker.url, isPublic)],
      jwks: { keys: [{ ...key.privateKey.export({ format: 'jwk' }), kid: key.kid, alg: 'RS256', use: 'sig' }] },
      claims: { openid: ['sub', 'groups'], profile: ['name'], email: ['email', 'email_verified'] },
      cookies: { keys: ['for tests only'] },
      features: {
        devInteractions: { enabled: false },
        rpInitiatedLogout: { enabled: true, logoutSource: askToSignOut },
      },
      findAccount: (_: unknown, sub: string) => ({ accountId: sub, claims: () => ({ ...test.people.get(sub), sub }) }),
      interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
      loadExistingGrant: async ({
        oidc,
      }: {
        oidc: { client: { clientId: string }; session: { accountId: string } }
      }) => {
        const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId })
        grant.addOIDCScope('openid profile email')
        await grant.save()
        return grant
      },
      ttl: { AccessToken: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
      pkce: { required: () => true },
    })
    provider.use(async (context, next) => {
      await next()
      const body = context.body as { id_token?: string } | undefined
      const { tamper = null, signBy } = test
      if (context.path === '/token' && body?.id_token && (tamper || signBy === 'stranger')) {
        const by = signBy === 'own' ? key : newKey()
        body.id_token = signedAnew(body.id_token, tamper ?? ((claims) => claims), by.privateKey)
      }
    })
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?')[0] as string
    test.asked.set(path, (test.asked.get(path) ?? 0) + 1)
    if (!path.startsWith('/interaction/')) return provider.callback()(request, response)
    const accountId = request.method === 'POST' ? new URLSearchParams(await text(request)).get('name') : test.signsIn
    if (accountId) return provider.interactionFinished(request, response, { login: { accountId } })
    response.setHeader('content-type', 'text/html').end(form)
  }

  build()
  return test
}

/** The settings of a server that signs its members in there. */
export function settingsFor(provider: TestProvider, more: Record<string, string> = {}): Record<string, string> {
  return {
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret,
    OIDC_NAME: 'Example',
    OIDC_ROLES: 'chiefs=owner; labelers=editor; guests=viewer',
    ...more,
  }
}

function clientOf(whisker: string, isPublic: boolean): object {
  return {
    client_id: clientId,
    ...(isPublic ? { token_endpoint_auth_method: 'none' } : { client_secret: clientSecret }),
    redirect_uris: [`${whisker}/sign-ins/return`],
    post_logout_redirect_uris: [`${whisker}/app/sign-in`],
  }
}

let keys = 0
const newKey = () => ({ ...generateKeyPairSync('rsa', { modulusLength: 2048 }), kid: `key-${++keys}` })

function signedAnew(token: string, tamper: (claims: Claims) => Claims, key: KeyObject): string {
  const [head = '', claims = ''] = token.split('.')
  const changed = tamper(JSON.parse(Buffer.from(claims, 'base64url').toString()))
  const signed = `${head}.${Buffer.from(JSON.stringify(changed)).toString('base64url')}`
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

const form = `<!doctype html><title>Example</title><form method="post"><label>Name <input name="name"></label><button>Go on</button></form>`

function askToSignOut(context: { body: string }, signOutForm: string): void {
  context.body = `<!doctype html><title>Example</title>${signOutForm}<button form="op.logoutForm" name="logout" value="yes">Sign out at Example</button>`
}
