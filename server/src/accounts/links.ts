import type { Queryable, Sql, Transaction } from '../database/connect.ts'
import { ApiProblem } from '../problem.ts'
import { hashSecret, newSecret } from './secrets.ts'

/** What a link is for that works once. */
type Purpose = 'setup' | 'password_reset'

/** Before the password is hashed: a guess must not cost us the 100 ms that hashing takes. @throws `link_expired` */
export async function requireLink(sql: Sql, purpose: Purpose, token: string): Promise<void> {
  const [link] = await sql`
    select from one_time_links
    where token_hash = ${hashSecret(token)} and purpose = ${purpose} and used_at is null and expires_at > now()`
  if (!link) throw linkExpired(purpose)
}

/** Uses a link up. One statement: of two at once, one gets it. @returns whose it is @throws `link_expired` */
export async function takeLink(sql: Queryable, purpose: Purpose, token: string): Promise<string | null> {
  const [link] = await sql<{ person_id: string | null }[]>`
    update one_time_links set used_at = now()
    where token_hash = ${hashSecret(token)} and purpose = ${purpose} and used_at is null and expires_at > now()
    returning person_id`
  if (!link) throw linkExpired(purpose)
  return link.person_id
}

/** A link of half an hour to set a new password. @returns its token; null when nobody has this address */
export async function makeResetLink(sql: Sql, email: string): Promise<string | null> {
  const token = newSecret('whl')
  const [link] = await sql`
    insert into one_time_links (token_hash, purpose, person_id, expires_at)
    select ${hashSecret(token)}, 'password_reset', id, now() + interval '30 minutes' from people where email = ${email}
    returning 1`
  return link ? token : null
}

/** A password that has been changed makes the other links to change it worthless, also for a thief. */
export async function dropResetLinks(tx: Transaction, personId: string | null): Promise<void> {
  await tx`
    delete from one_time_links where person_id = ${personId} and purpose = 'password_reset' and used_at is null`
}

function linkExpired(purpose: Purpose): ApiProblem {
  const next = purpose === 'setup' ? 'Start the service again: it prints a new one.' : 'Ask for a new one.'
  return new ApiProblem('link_expired', `This link has been used or is too old. ${next}`)
}
