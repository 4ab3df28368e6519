import { signUpAsWorker } from '@whisker/api/invitations.ts'
import { addCredentials } from '@whisker/api/people.ts'
import type { Session } from '@whisker/api/sessions.ts'
import type { Sql } from '../database/connect.ts'
import { type Router, route } from '../http/route.ts'
import { ApiProblem } from '../problem.ts'
import { countAttempt } from '../shares/attempts.ts'
import { networkOf } from '../shares/network.ts'
import type { WithMail } from './has.ts'
import { hashPassword, refuseFrequentPassword } from './passwords.ts'
import { beginSession, describeSession, handOver } from './sessions.ts'

const hourS = 60 * 60

/** Workers who come by themselves, where the operator allows it; and an account for those who came without one. */
export function signUpRoutes(router: Router<WithMail>): void {
  const { server } = router
  const { sql } = server

  route(router, signUpAsWorker, async ({ caller, body, request, reply }) => {
    if (server.config.signUp === 'closed')
      throw new ApiProblem(
        'forbidden',
        'This service is by invitation. Ask the people who run a project for their link.',
      )
    // A school or an office is one network; the second count is for many networks at once.
    await countAttempt(sql, `sign-up:ip:${networkOf(request.ip)}`, 300, hourS)
    await countAttempt(sql, 'sign-up', 2000, hourS)
    // Who is here already stays who they are: a second person would not find the answers of the first.
    if (caller?.personId && caller.sessionId) return describeSession(sql, caller.sessionId)
    const { name = '', account } = body
    if (account) refuseFrequentPassword(account.password, '/account/password')
    const passwordHash = account ? await hashPassword(account.password) : null
    const [person] = await sql<{ id: string }[]>`
      insert into people (name, email, password_hash) values (${name}, ${account?.email ?? null}, ${passwordHash})
      on conflict do nothing returning id`
    if (!person) throw emailTaken()
    const session = await beginSession(sql, request, person.id, null)
    const token = handOver(server, reply, session.token, body.cookie)
    return { ...(await describeSession(sql, session.id)), ...token }
  })

  route(router, addCredentials, async ({ caller, body }) => {
    await countAttempt(sql, `credentials:${caller.personId}`, 10, hourS)
    refuseFrequentPassword(body.password, '/password')
    const added = await addAccount(sql, caller.personId, body.email, await hashPassword(body.password))
    if (added) return added
    const [person] = await sql<{ email: string | null }[]>`select email from people where id = ${caller.personId}`
    throw person?.email
      ? new ApiProblem('conflict', 'You have an account with e-mail and password already.')
      : emailTaken()
  })
}

type Person = Session['person']

/** Only for a person who has none: an e-mail is never taken over. Of two people at once with one address, one gets it. */
async function addAccount(sql: Sql, personId: string, email: string, passwordHash: string): Promise<Person | null> {
  try {
    const [person] = await sql<Person[]>`
      update people set email = ${email}, password_hash = ${passwordHash}
      where id = ${personId} and email is null and not exists (select from people where email = ${email})
      returning id, name, email, languages`
    return person ?? null
  } catch (error) {
    if ((error as { code?: string }).code === '23505') return null
    throw error
  }
}

function emailTaken(): ApiProblem {
  return new ApiProblem('conflict', 'There is an account with this e-mail already. Sign in with it instead.')
}
