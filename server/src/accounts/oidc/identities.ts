import type { Queryable, Sql, Transaction } from '../../database/connect.ts'
import { dropPassword } from '../change-password.ts'
import { addPerson, emailOf } from '../people.ts'
import type { Identity } from './claims.ts'
import { refused } from './refusals.ts'

/** Who this is here; null for somebody new. */
export async function findPerson(sql: Queryable, { issuer, subject }: Identity): Promise<string | null> {
  const [known] = await sql<{ person_id: string }[]>`
    update identities set last_used_at = now() where issuer = ${issuer} and subject = ${subject} returning person_id`
  return known?.person_id ?? null
}

/**
 * Whether somebody signs in with this provider and has no password. They get none: it would go on counting when the provider no
 * longer lets them in.
 */
export async function hasNoPasswordButProvider(
  sql: Queryable,
  issuer: string,
  { personId = null, email = null }: { personId?: string | null; email?: string | null },
): Promise<boolean> {
  const [known] = await sql`
    select from people p join identities i on i.person_id = p.id and i.issuer = ${issuer}
    where (p.id = ${personId} or p.email = ${email}) and p.password_hash is null`
  return known !== undefined
}

/**
 * The person of an identity; one that comes for the first time gets one.
 *
 * **An account with the same e-mail is joined, where the provider has verified the address.** Whoever can have it verified there can
 * have a new password mailed to it, so it gives nobody what they could not have had. But nobody has verified the address of the account
 * itself: somebody may have made it in the name of another, to wait for the rights that come with their first sign-in. So what opened
 * the account before opens it no longer (password, sessions, links), unless this browser is signed in to it.
 *
 * **An account that is another identity's already is not joined**, because addresses of people who leave are given to others: it
 * stays whose it is, and loses the address.
 */
export async function makeIdentity(tx: Transaction, who: Identity, signedIn: string | null): Promise<string> {
  const { issuer, subject, name, email } = who
  // One at a time: of two at once one would make a person, or take an address, that the other has just looked for.
  await tx`select pg_advisory_xact_lock(hashtextextended(${`identities of ${issuer}`}, 0))`
  const known = await findPerson(tx, who)
  if (known) return followAddress(tx, known, who)
  const joined = await accountToJoin(tx, who)
  const personId = joined ?? (await addPerson(tx, { name, email, passwordHash: null }))
  if (personId === null) throw refused('Somebody has made an account with your e-mail address this very moment.')
  await tx`insert into identities (issuer, subject, person_id) values (${issuer}, ${subject}, ${personId})`
  if (joined && joined !== signedIn) await dropPassword(tx, joined)
  return personId
}

/** The account with this address, unless it is another identity's: that one loses the address, and with it the way in by a mail to it. */
async function accountToJoin(tx: Transaction, { issuer, email }: Identity): Promise<string | null> {
  const [account] = await tx<{ id: string; taken: boolean }[]>`
    select id, exists (select from identities where person_id = people.id and issuer = ${issuer}) as taken
    from people where email = ${email} for update`
  if (!account?.taken) return account?.id ?? null
  await tx`update people set email = null where id = ${account.id}`
  await dropPassword(tx, account.id)
  return null
}

/** The address that mails go to is the one that the provider knows now; an account with it that nobody has joined keeps it. */
async function followAddress(tx: Transaction, personId: string, who: Identity): Promise<string> {
  const own = await emailOf(tx, personId)
  if (who.email !== null && own?.email !== who.email && (await accountToJoin(tx, who)) === null)
    await tx`update people set email = ${who.email} where id = ${personId}`
  return personId
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

/** Whether a session began at a provider. */
export async function beganAtProvider(sql: Queryable, sessionId: string | null): Promise<boolean> {
  const [session] = await sql`select from provider_sessions where session_id = ${sessionId}`
  return session !== undefined
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
