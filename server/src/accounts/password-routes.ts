import { changePassword, completePasswordReset, editPerson, requestPasswordReset } from '@whisker/api/people.ts'
import { type Router, route } from '../http/route.ts'
import { notFound } from '../problem.ts'
import { countAttempt } from '../shares/attempts.ts'
import { networkOf } from '../shares/network.ts'
import { changePasswordOf, resetPassword } from './change-password.ts'
import type { WithMail } from './has.ts'
import { makeResetLink, requireLink } from './links.ts'
import { hasNoPasswordButProvider } from './oidc/identities.ts'
import { refuseFrequentPassword } from './passwords.ts'
import { changePerson } from './people.ts'

const quarterHourS = 15 * 60

/** What people change about themselves, their password above all. */
export function passwordRoutes(router: Router<WithMail>): void {
  const { server } = router
  const { sql } = server

  route(router, editPerson, async ({ caller, body }) => {
    const person = await changePerson(sql, caller.personId, body)
    if (!person) throw notFound('person')
    return person
  })

  route(router, changePassword, async ({ caller, body }) => {
    await countAttempt(sql, `password:${caller.personId}`, 10, quarterHourS)
    refuseFrequentPassword(body.new_password, '/new_password')
    await changePasswordOf(sql, caller, body.current_password, body.new_password)
    return undefined
  })

  route(router, requestPasswordReset, async ({ body, request }) => {
    const email = body.email.trim().toLowerCase()
    await countAttempt(sql, `reset:ip:${networkOf(request.ip)}`, 20, quarterHourS)
    await countAttempt(sql, `reset:email:${email}`, 3, quarterHourS)
    // Not awaited: the answer must not take longer for an address that is known.
    sendResetLink(server, email).catch((error) => server.log.error({ err: error }, 'a password link could not be made'))
    return undefined
  })

  route(router, completePasswordReset, async ({ body, request }) => {
    await countAttempt(sql, `reset-link:ip:${networkOf(request.ip)}`, 50, quarterHourS)
    await requireLink(sql, 'password_reset', body.token)
    refuseFrequentPassword(body.password, '/password')
    await resetPassword(sql, body.token, body.password, request.ip)
    return undefined
  })
}

async function sendResetLink(server: WithMail, email: string): Promise<void> {
  const { oidc } = server.config
  if (oidc && (await hasNoPasswordButProvider(server.sql, oidc.issuer, { email }))) {
    const text = `You asked for a new password. Your account has none: sign in with ${oidc.name} at\n\n${server.url()}/app/sign-in\n\nIf you did not ask for it, do nothing.`
    return server.mail.send({ to: email, subject: 'How you sign in to Whisker', text })
  }
  const token = await makeResetLink(server.sql, email)
  if (token === null) return
  const text = `Open this link within 30 minutes to set a new password:\n\n${server.url()}/app/reset#${token}\n\nIf you did not ask for it, do nothing.`
  await server.mail.send({ to: email, subject: 'Set a new password for Whisker', text })
}
