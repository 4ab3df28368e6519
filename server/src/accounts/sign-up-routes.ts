import { signUpAsWorker } from '@whisker/api/invitations.ts'
import { addCredentials } from '@whisker/api/people.ts'
import { type Router, route } from '../http/route.ts'
import { ApiProblem } from '../problem.ts'
import { countAttempt } from '../shares/attempts.ts'
import { networkOf } from '../shares/network.ts'
import type { WithMail } from './has.ts'
import { hasNoPasswordButProvider } from './oidc/identities.ts'
import { hashPassword, refuseFrequentPassword } from './passwords.ts'
import { addAccount, addPerson, emailOf } from './people.ts'
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
    const personId = await addPerson(sql, { name, email: account?.email ?? null, passwordHash })
    if (!personId) throw emailTaken()
    const session = await beginSession(sql, request, personId, null)
    const token = handOver(server, reply, session.token, body.cookie)
    return { ...(await describeSession(sql, session.id)), ...token }
  })

  route(router, addCredentials, async ({ caller, body }) => {
    await countAttempt(sql, `credentials:${caller.personId}`, 10, hourS)
    const { oidc } = server.config
    if (oidc && (await hasNoPasswordButProvider(sql, oidc.issuer, { personId: caller.personId })))
      throw new ApiProblem('conflict', `You sign in with ${oidc.name} and need no password here.`)
    refuseFrequentPassword(body.password, '/password')
    const added = await addAccount(sql, caller.personId, body.email, await hashPassword(body.password))
    if (added) return added
    throw (await emailOf(sql, caller.personId))?.email
      ? new ApiProblem('conflict', 'You have an account with e-mail and password already.')
      : emailTaken()
  })
}

function emailTaken(): ApiProblem {
  return new ApiProblem('conflict', 'There is an account with this e-mail already. Sign in with it instead.')
}
