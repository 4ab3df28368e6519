import {
  completeSetup,
  endSession,
  listSessions,
  readSession,
  readSetup,
  signIn,
  signOut,
  signOutEverywhere,
  switchWorkspace,
} from '@whisker/api/sessions.ts'
import { type Router, route } from '../http/route.ts'
import { notFound } from '../problem.ts'
import { countAttempt } from '../shares/attempts.ts'
import { networkOf } from '../shares/network.ts'
import type { WithMail } from './has.ts'
import { requireLink } from './links.ts'
import { isMember } from './members.ts'
import { onlyBy } from './oidc/refusals.ts'
import { endSessionOf, endSessionsOf, sessionsOf, switchTo } from './own-sessions.ts'
import { hashPassword, refuseFrequentPassword } from './passwords.ts'
import { beginSession, describeSession, handOver, replacedSession, takeCookieBack } from './sessions.ts'
import { makeOwner, needsSetup, setupDone } from './setup.ts'
import { noteRefusal, whoSignsIn } from './sign-in.ts'

const quarterHourS = 15 * 60

/** Setup, sign-in, sessions. */
export function sessionRoutes(router: Router<WithMail>): void {
  const { server } = router
  const { sql } = server

  route(router, readSetup, async () => ({
    needed: await needsSetup(sql),
    sign_up: server.config.signUp,
    single_sign_on: server.config.oidc && { name: server.config.oidc.name, only: server.config.oidc.only },
  }))

  route(router, completeSetup, async ({ caller, body, request, reply }) => {
    await countAttempt(sql, `setup:ip:${networkOf(request.ip)}`, 50, quarterHourS)
    if (!(await needsSetup(sql))) throw setupDone()
    await requireLink(sql, 'setup', body.token)
    refuseFrequentPassword(body.password, '/password')
    const passwordHash = await hashPassword(body.password)
    const session = await sql.begin(async (tx) => {
      const personId = await makeOwner(tx, body.token, { name: body.name, email: body.email, passwordHash })
      return beginSession(tx, request, personId, replacedSession(request, caller, body.cookie))
    })
    const token = handOver(server, reply, session.token, body.cookie)
    return { ...(await describeSession(sql, session.id)), ...token }
  })

  route(router, signIn, async ({ caller, body, request, reply }) => {
    const email = body.email.trim().toLowerCase()
    const personId = await whoSignsIn(sql, email, body.password, networkOf(request.ip)).catch((error) => {
      // Not awaited: the answer must not take longer for an address that is known.
      noteRefusal(sql, email, error, request.ip).catch((err) =>
        server.log.warn({ err }, 'a failed sign-in was not audited'),
      )
      throw error
    })
    if (server.config.oidc?.only && (await isMember(sql, personId))) throw onlyBy(server.config.oidc.name)
    const session = await beginSession(sql, request, personId, replacedSession(request, caller, body.cookie))
    const token = handOver(server, reply, session.token, body.cookie)
    return { ...(await describeSession(sql, session.id)), ...token }
  })

  route(router, readSession, async ({ caller }) => describeSession(sql, caller.sessionId))

  route(router, switchWorkspace, async ({ caller, body }) => {
    if (!(await switchTo(sql, caller, body.workspace_id))) throw notFound('workspace')
    return describeSession(sql, caller.sessionId)
  })

  route(router, signOut, async ({ caller, reply }) => {
    await endSessionOf(sql, caller.personId, caller.sessionId)
    takeCookieBack(server, reply)
    return undefined
  })

  route(router, listSessions, async ({ caller }) => ({ data: await sessionsOf(sql, caller) }))

  route(router, signOutEverywhere, async ({ caller, reply }) => {
    await endSessionsOf(sql, caller.personId)
    takeCookieBack(server, reply)
    return undefined
  })

  route(router, endSession, async ({ caller, params }) => {
    if (!(await endSessionOf(sql, caller.personId, params.session_id))) throw notFound('session')
    return undefined
  })
}
