import { changePassword, completePasswordReset, editPerson, requestPasswordReset } from '@whisker/api/people.ts'
import {
  completeSetup,
  endSession,
  listSessions,
  readSession,
  readSetup,
  type Session,
  signIn,
  signOut,
  signOutEverywhere,
  switchWorkspace,
} from '@whisker/api/sessions.ts'
import type { Sql, Transaction } from '../database/connect.ts'
import { type Router, route } from '../http/route.ts'
import { ApiProblem, notFound } from '../problem.ts'
import { countAttempt, forgetAttempts, takeAttemptBack } from '../shares/attempts.ts'
import { networkOf } from '../shares/network.ts'
import type { WithMail } from './has.ts'
import { hashPassword, refuseFrequentPassword, verifyPassword } from './passwords.ts'
import { hashSecret, newSecret } from './secrets.ts'
import { beginSession, describeSession, handOver, replacedSession, takeCookieBack } from './sessions.ts'
import { needsSetup } from './setup.ts'

const quarterHourS = 15 * 60

/** Setup, sign-in, sessions and passwords. */
export function sessionRoutes(router: Router<WithMail>): void {
  const { server } = router
  const { sql } = server

  route(router, readSetup, async () => ({
    needed: await needsSetup(sql),
    sign_up: server.config.signUp,
  }))

  route(router, completeSetup, async ({ caller, body, request, reply }) => {
    await countAttempt(sql, `setup:ip:${networkOf(request.ip)}`, 50, quarterHourS)
    if (!(await needsSetup(sql))) throw setupDone()
    await requireLink(sql, 'setup', body.token)
    refuseFrequentPassword(body.password, '/password')
    const passwordHash = await hashPassword(body.password)
    const session = await sql.begin(async (tx) => {
      // Whoever has another server's link waits here, and finds an owner.
      const [workspace] = await tx<
        { id: number }[]
      >`select id from workspaces where id > 0 order by id limit 1 for update`
      await takeLink(tx, 'setup', body.token)
      if (!workspace || !(await needsSetup(tx))) throw setupDone()
      const [person] = await tx<{ id: string }[]>`
        insert into people (name, email, password_hash) values (${body.name}, ${body.email}, ${passwordHash})
        on conflict do nothing returning id`
      if (!person)
        throw new ApiProblem('conflict', 'There is an account with this e-mail already. Use another address.')
      const personId = person.id
      await tx`insert into members (workspace_id, person_id, role) values (${workspace.id}, ${personId}, 'owner')`
      return beginSession(tx, request, personId, replacedSession(request, caller, body.cookie))
    })
    const token = handOver(server, reply, session.token, body.cookie)
    return { ...(await describeSession(sql, session.id)), ...token }
  })

  route(router, signIn, async ({ caller, body, request, reply }) => {
    const email = body.email.trim().toLowerCase()
    const network = networkOf(request.ip)
    // Ten for one account from one network, so that nobody can lock the owner of the account out from elsewhere; a
    // hundred for it from everywhere.
    const counters = [`sign-in:email:${email}:${network}`, `sign-in:email:${email}`] as const
    await countAttempt(sql, `sign-in:ip:${network}`, 100, quarterHourS)
    await countAttempt(sql, counters[0], 10, quarterHourS)
    await countAttempt(sql, counters[1], 100, quarterHourS)
    const [person] = await sql<{ id: string; password_hash: string | null }[]>`
      select id, password_hash from people where email = ${email}`
    if (!(await verifyPassword(person?.password_hash ?? null, body.password)) || !person)
      throw new ApiProblem(
        'wrong_credentials',
        'E-mail or password is wrong. If you forgot the password, ask for a link to set a new one.',
      )
    await Promise.all([forgetAttempts(sql, counters[0]), takeAttemptBack(sql, `sign-in:ip:${network}`)])
    const session = await beginSession(sql, request, person.id, replacedSession(request, caller, body.cookie))
    const token = handOver(server, reply, session.token, body.cookie)
    return { ...(await describeSession(sql, session.id)), ...token }
  })

  route(router, readSession, async ({ caller }) => describeSession(sql, caller.sessionId))

  route(router, switchWorkspace, async ({ caller, body }) => {
    const [moved] = await sql`
      update sessions set workspace_id = m.workspace_id from members m
      where sessions.id = ${caller.sessionId} and m.person_id = ${caller.personId} and m.workspace_id = ${body.workspace_id}
      returning 1`
    if (!moved) throw notFound('workspace')
    return describeSession(sql, caller.sessionId)
  })

  route(router, signOut, async ({ caller, reply }) => {
    await sql`delete from sessions where id = ${caller.sessionId}`
    takeCookieBack(server, reply)
    return undefined
  })

  route(router, listSessions, async ({ caller }) => ({
    data: await sql<SessionRow[]>`
      select id, id = ${caller.sessionId} as current, user_agent, created_at, last_seen_at
      from sessions where person_id = ${caller.personId} order by last_seen_at desc limit 200`,
  }))

  route(router, signOutEverywhere, async ({ caller, reply }) => {
    await sql`delete from sessions where person_id = ${caller.personId}`
    takeCookieBack(server, reply)
    return undefined
  })

  route(router, endSession, async ({ caller, params }) => {
    const [ended] = await sql`
      delete from sessions where id = ${params.session_id} and person_id = ${caller.personId} returning 1`
    if (!ended) throw notFound('session')
    return undefined
  })

  route(router, editPerson, async ({ caller, body }) => {
    const [person] = await sql<Session['person'][]>`
      update people set name = coalesce(${body.name ?? null}, name), languages = coalesce(${body.languages ?? null}, languages)
      where id = ${caller.personId} returning id, name, email, languages`
    if (!person) throw notFound('person')
    return person
  })

  route(router, changePassword, async ({ caller, body }) => {
    await countAttempt(sql, `password:${caller.personId}`, 10, quarterHourS)
    refuseFrequentPassword(body.new_password, '/new_password')
    const [person] = await sql<{ password_hash: string | null }[]>`
      select password_hash from people where id = ${caller.personId}`
    if (!(await verifyPassword(person?.password_hash ?? null, body.current_password)))
      throw new ApiProblem('wrong_credentials', 'The current password is wrong.')
    const passwordHash = await hashPassword(body.new_password)
    await sql.begin(async (tx) => {
      await tx`update people set password_hash = ${passwordHash} where id = ${caller.personId}`
      await tx`delete from sessions where person_id = ${caller.personId} and id <> ${caller.sessionId}`
      await dropResetLinks(tx, caller.personId)
    })
    return undefined
  })

  route(router, requestPasswordReset, async ({ body, request }) => {
    const email = body.email.trim().toLowerCase()
    await countAttempt(sql, `reset:ip:${networkOf(request.ip)}`, 20, quarterHourS)
    await countAttempt(sql, `reset:email:${email}`, 3, quarterHourS)
    // Not awaited: the answer must not take longer for an address that is known.
    sendResetLink(email).catch((error) => server.log.error({ err: error }, 'a password link could not be made'))
    return undefined
  })

  async function sendResetLink(email: string): Promise<void> {
    const token = newSecret('whl')
    const [link] = await sql`
      insert into one_time_links (token_hash, purpose, person_id, expires_at)
      select ${hashSecret(token)}, 'password_reset', id, now() + interval '30 minutes' from people where email = ${email}
      returning 1`
    if (!link) return
    const text = `Open this link within 30 minutes to set a new password:\n\n${server.url()}/app/reset#${token}\n\nIf you did not ask for it, do nothing.`
    await server.mail.send({ to: email, subject: 'Set a new password for Whisker', text })
  }

  route(router, completePasswordReset, async ({ body, request }) => {
    await countAttempt(sql, `reset-link:ip:${networkOf(request.ip)}`, 50, quarterHourS)
    await requireLink(sql, 'password_reset', body.token)
    refuseFrequentPassword(body.password, '/password')
    const passwordHash = await hashPassword(body.password)
    await sql.begin(async (tx) => {
      const personId = await takeLink(tx, 'password_reset', body.token)
      await tx`update people set password_hash = ${passwordHash} where id = ${personId}`
      await tx`delete from sessions where person_id = ${personId}`
      await dropResetLinks(tx, personId)
    })
    return undefined
  })
}

type SessionRow = { id: string; current: boolean; user_agent: string; created_at: string; last_seen_at: string }

type Purpose = 'setup' | 'password_reset'

/** Before the password is hashed: a guess must not cost us the 100 ms that hashing takes. */
async function requireLink(sql: Sql, purpose: Purpose, token: string): Promise<void> {
  const [link] = await sql`
    select from one_time_links
    where token_hash = ${hashSecret(token)} and purpose = ${purpose} and used_at is null and expires_at > now()`
  if (!link) throw linkExpired(purpose)
}

/** A password that has been changed makes the other links to change it worthless, also for a thief. */
async function dropResetLinks(tx: Transaction, personId: string | null): Promise<void> {
  await tx`
    delete from one_time_links where person_id = ${personId} and purpose = 'password_reset' and used_at is null`
}

function setupDone(): ApiProblem {
  return new ApiProblem('setup_done', 'The service has an owner already. Sign in, or ask the owner for an invitation.')
}

function linkExpired(purpose: Purpose): ApiProblem {
  const next = purpose === 'setup' ? 'Start the service again: it prints a new one.' : 'Ask for a new one.'
  return new ApiProblem('link_expired', `This link has been used or is too old. ${next}`)
}

/** Uses a link up. One statement: of two at once, one gets it. */
async function takeLink(sql: Sql | Transaction, purpose: Purpose, token: string): Promise<string | null> {
  const [link] = await sql<{ person_id: string | null }[]>`
    update one_time_links set used_at = now()
    where token_hash = ${hashSecret(token)} and purpose = ${purpose} and used_at is null and expires_at > now()
    returning person_id`
  if (!link) throw linkExpired(purpose)
  return link.person_id
}
