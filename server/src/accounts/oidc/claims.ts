import { Email } from '@whisker/api/people.ts'
import { isStorable } from '@whisker/api/text.ts'

/** What a provider says of who has signed in there. */
export type Identity = {
  issuer: string
  subject: string
  name: string
  /** Only one that the provider has verified: another one may be anybody's. */
  email: string | null
  groups: string[]
}

type Claims = Record<string, unknown>

/** @param groupsClaim the claim that lists groups, at the top or by a path with dots (`realm_access.roles`) */
export function identityOf(claims: Claims & { iss: string; sub: string }, groupsClaim: string): Identity {
  const email = verifiedEmail(claims)
  const name = [claims.name, claims.preferred_username, email].map(nameFrom).find((one) => one !== '')
  return {
    issuer: claims.iss,
    subject: claims.sub,
    name: name ?? 'Member',
    email,
    groups: listOf(claimAt(claims, groupsClaim)),
  }
}

/** Whether all that is asked for stands there already, so that the provider need not be asked a second time. */
export function isComplete(claims: Claims, groupsClaim: string): boolean {
  return claimAt(claims, groupsClaim) !== undefined && claims.email !== undefined && claims.name !== undefined
}

/** Some providers write the word and not the value. */
function verifiedEmail({ email, email_verified }: Claims): string | null {
  if (email_verified !== true && email_verified !== 'true') return null
  const parsed = Email.safeParse(email)
  return parsed.success && isStorable(parsed.data) ? parsed.data : null
}

function nameFrom(value: unknown): string {
  if (typeof value !== 'string') return ''
  return [...value.toWellFormed().replaceAll('\0', '').trim()].slice(0, 100).join('')
}

/** Its own name comes first: claims of companies are addresses, with dots in them. */
function claimAt(claims: Claims, path: string): unknown {
  if (path in claims) return claims[path]
  return path.split('.').reduce<unknown>((at, name) => (isObject(at) ? at[name] : undefined), claims)
}

const isObject = (value: unknown): value is Claims => typeof value === 'object' && value !== null

function listOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string')
}
