import type { Queryable, Sql, Transaction } from '../../database/connect.ts'
import { ApiProblem } from '../../problem.ts'
import { dropPassword } from '../change-password.ts'
import { addPerson } from '../people.ts'
import type { Identity } from './claims.ts'

/** Who this is here; null for somebody new. */
export async function findPerson(sql: Queryable, { issuer, subject }: Identity): Promise<string | null> {
  const [known] = await sql<{ person_id: string }[]>`
    update identities set last_used_at = now() where issuer = ${issuer} and subject = ${subject} returning person_id`
  return known?.person_id ?? null
}

/** Whether a person signs in with a provider. */
export async function hasIdentity(sql: Queryable, personId: string | null): Promise<boolean> {
  const [known] = await sql`select from identities where person_id = ${personId} limit 1`
  return known !== undefined
}

/**
 * The person of an identity that comes for the first time.
 *
 * **An account with the same e-mail is joined, where the provider has verified the address.** Whoever can have it verified there can
 * have a new password mailed to it, so it gives nobody what they could not have had. But nobody has verified the address of the account
 * itself: somebody may have made it in the name of another, to wait for the rights that come with their first sign-in. So what opened
 * the account before opens it no longer (password, sessions, links), unless this browser is signed in to it.
 *
 * **An account that is another identity's already is not joined**: addresses of people who leave are given to others.
 *
 * @throws `sign_in_refused`
 */
export async function makeIdentity(tx: Transaction, who: Identity, signedIn: string | null): Promise<string> {
  const { issuer, subject, name, email } = who
  // Two first sign-ins of one person at once make one person.
  await tx`select pg_advisory_xact_lock(hashtextextended(${`identity ${issuer} ${subject}`}, 0))`
  const known = await findPerson(tx, who)
  if (known) return known
  const joined = email === null ? null : await accountWith(tx, email)
  const personId = joined ?? (await addPerson(tx, { name, email, passwordHash: null }))
  const [made] = await tx`
    insert into identities (issuer, subject, person_id) values (${issuer}, ${subject}, ${personId})
    on conflict do nothing returning 1`
  if (personId === null || !made)
    throw new ApiProblem(
      'sign_in_refused',
      `The account with the e-mail ${email} belongs to somebody else who signs in the same way. Addresses are given to new people at times, so it is not yours by its address alone: ask an owner of the workspace.`,
    )
  if (joined && joined !== signedIn) await dropPassword(tx, joined)
  return personId
}

async function accountWith(tx: Transaction, email: string): Promise<string | null> {
  const [person] = await tx<{ id: string }[]>`select id from people where email = ${email} for update`
  return person?.id ?? null
}

/** A session that began at a provider: it ends after this many hours, so that what a group gave ends, too. */
export async function noteSession(
  tx: Transaction,
  sessionId: string,
  { issuer, idToken, hours }: { issuer: string; idToken: string; hours: number },
): Promise<void> {
  await tx`
    insert into provider_sessions (session_id, issuer, id_token, ends_at)
    values (${sessionId}, ${issuer}, ${idToken}, now() + ${hours} * interval '1 hour')`
}

/** What the provider said when a session began; null when it began otherwise. */
export async function tokenOfSession(sql: Sql, sessionId: string, issuer: string): Promise<string | null> {
  const [row] = await sql<{ id_token: string }[]>`
    select id_token from provider_sessions where session_id = ${sessionId} and issuer = ${issuer}`
  return row?.id_token ?? null
}

/** Sessions of members that began with a password, from before everybody had to come from the provider. */
export async function endPasswordSessions(sql: Sql): Promise<void> {
  await sql`
    delete from sessions s
    where exists (select from members m where m.person_id = s.person_id)
      and not exists (select from provider_sessions p where p.session_id = s.id)`
}
