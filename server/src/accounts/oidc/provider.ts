import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyBaseLogger } from 'fastify'
import * as oidc from 'openid-client'
import type { Grant } from '../../grants.ts'
import { type Identity, identityOf, isComplete } from './claims.ts'
import { problemOf } from './provider-fault.ts'

export type ProviderSettings = {
  issuer: string
  clientId: string
  clientSecret: string
  /** How people call it */
  name: string
  scopes: string
  groupsClaim: string
  grants: Grant[]
  /** Members sign in there and nowhere else. */
  only: boolean
  sessionHours: number
}

/** What one attempt to sign in is bound to. */
export type Attempt = { state: string; nonce: string; verifier: string }

/** What the provider says of itself; what it says is fetched anew after this. */
const freshMs = 5 * 60_000
/** One exchange with the provider, while a person waits. */
const timeoutS = 10
const signOutWaitMs = 2000
/** Keys that are this old are fetched anew when a token names one that is not among them. */
const keysMayBeAskedAgainS = 60
/** Longer tokens do not fit into an address everywhere. */
const maxHintChars = 4000

type Keys = NonNullable<ReturnType<typeof oidc.getJwksCache>>

/**
 * The OpenID Connect provider at which members sign in. Its address is the operator's, like those of the database and the store, so it
 * may lie in the house; what it says of itself comes from there alone (https, but for this machine), and no redirect is followed.
 *
 * What it says is kept for five minutes, its keys too; a token by a key that is not among them makes them be fetched at once. Nobody can
 * have that done who has not been signed in by the provider: tokens come from it, never from a browser.
 */
export class Provider {
  readonly settings: ProviderSettings
  private readonly log: FastifyBaseLogger
  private known: { at: number; metadata: Promise<oidc.ServerMetadata> } | null = null
  private keys: Keys | null = null

  constructor(settings: ProviderSettings, log: FastifyBaseLogger) {
    this.settings = settings
    this.log = log
  }

  /** Where to send a browser. @throws `unavailable` when the provider does not answer */
  async signInAddress(redirectUri: string, { state, nonce, verifier }: Attempt, asksAgain: boolean): Promise<string> {
    const config = await this.asking(() => this.configuration())
    const address = oidc.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: this.settings.scopes,
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...(asksAgain && { prompt: 'login' }),
    })
    return address.href
  }

  /**
   * Who has come back: the code is changed for tokens, and all that they say is verified. Groups and names that the token leaves out are
   * asked for.
   *
   * @param answered the address that the browser was sent back to, with all that the provider added
   * @throws `sign_in_refused`, `unavailable`
   */
  async whoCame(answered: URL, { state, nonce, verifier }: Attempt): Promise<{ who: Identity; idToken: string }> {
    return this.asking(async () => {
      const config = await this.configuration()
      const tokens = await oidc.authorizationCodeGrant(config, answered, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      })
      this.keys = oidc.getJwksCache(config) ?? null
      const claims = tokens.claims() as oidc.IDToken
      const { groupsClaim } = this.settings
      const more =
        isComplete(claims, groupsClaim) || !config.serverMetadata().userinfo_endpoint
          ? {}
          : await oidc.fetchUserInfo(config, tokens.access_token, claims.sub)
      return { who: identityOf({ ...more, ...claims }, groupsClaim), idToken: tokens.id_token as string }
    })
  }

  /** Where a browser goes to sign out at the provider, too; null when the provider has no such place, or does not answer. */
  async signOutAddress(back: string, idToken: string): Promise<string | null> {
    try {
      // Who leaves is signed out here already, and does not wait for long.
      const config = await Promise.race([this.configuration(), sleep(signOutWaitMs, null, { ref: false })])
      if (!config?.serverMetadata().end_session_endpoint) return null
      const hint = idToken.length <= maxHintChars ? { id_token_hint: idToken } : undefined
      return oidc.buildEndSessionUrl(config, { post_logout_redirect_uri: back, ...hint }).href
    } catch (error) {
      this.log.warn(
        { reason: String(error) },
        'the provider did not say where people sign out; they are signed out here',
      )
      return null
    }
  }

  private async asking<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask()
    } catch (error) {
      throw problemOf(error, this.settings, this.log)
    }
  }

  /** One for each exchange, because the library keeps keys with it for longer than we do. */
  private async configuration(): Promise<oidc.Configuration> {
    const { clientId, clientSecret, issuer } = this.settings
    const metadata = await this.metadata()
    const config = new oidc.Configuration(metadata, clientId, {}, authentication(metadata, clientSecret))
    config.timeout = timeoutS
    oidc.enableNonRepudiationChecks(config)
    if (isPlain(issuer)) oidc.allowInsecureRequests(config)
    if (this.keys) {
      const asOld = Math.floor(Date.now() / 1000) - keysMayBeAskedAgainS
      oidc.setJwksCache(config, { ...this.keys, uat: Math.min(this.keys.uat, asOld) })
    }
    return config
  }

  /** Those who come at once wait for one answer; a failure is not kept. */
  private metadata(): Promise<oidc.ServerMetadata> {
    const now = performance.now()
    if (this.known && now - this.known.at < freshMs) return this.known.metadata
    const metadata = discover(this.settings)
    const known = { at: now, metadata }
    this.known = known
    metadata.catch(() => {
      if (this.known === known) this.known = null
    })
    return metadata
  }
}

async function discover({ issuer, clientId }: ProviderSettings): Promise<oidc.ServerMetadata> {
  const execute = isPlain(issuer) ? [oidc.allowInsecureRequests] : []
  const found = await oidc.discovery(new URL(issuer), clientId, undefined, oidc.None(), { execute, timeout: timeoutS })
  return found.serverMetadata()
}

/** Only on this machine (config.ts). */
const isPlain = (issuer: string) => issuer.startsWith('http:')

/** Without a secret PKCE alone binds the code to us. By the standard a provider that says nothing takes the secret as a header. */
function authentication({ token_endpoint_auth_methods_supported: ways }: oidc.ServerMetadata, secret: string) {
  if (secret === '') return oidc.None()
  return ways && !ways.includes('client_secret_basic') ? oidc.ClientSecretPost(secret) : oidc.ClientSecretBasic(secret)
}
