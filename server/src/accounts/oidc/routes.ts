import { beginSignIn, beginSignOut, completeSignIn } from '@whisker/api/single-sign-on.ts'
import type { FastifyInstance } from 'fastify'
import { type Router, route } from '../../http/route.ts'
import { ApiProblem } from '../../problem.ts'
import { countAttempt, takeAttemptBack } from '../../shares/attempts.ts'
import { networkOf } from '../../shares/network.ts'
import type { WithProvider } from '../has.ts'
import { endSessionOf } from '../own-sessions.ts'
import { describeSession, handOver, replacedSession, takeCookieBack } from '../sessions.ts'
import { beginAttempt, browserSecret, keepBrowserSecret, takeAttempt } from './attempts.ts'
import { enter } from './enter.ts'
import { tokenOfSession } from './identities.ts'
import { refused } from './refusals.ts'

const quarterHourS = 15 * 60

/** Signing in with the operator's OpenID Connect provider. */
export function oidcRoutes(router: Router<WithProvider>): void {
  const { server, http } = router
  const { sql, provider, log } = server
  returnToPage(http, server.config.basePath)
  const redirectUri = () => `${server.url()}${returnPath}`

  route(router, beginSignIn, async ({ body, request, reply }) => {
    if (!provider) throw notOffered()
    await countAttempt(sql, `sign-in-begun:ip:${networkOf(request.ip)}`, 600, quarterHourS)
    const attempt = await beginAttempt(sql, keepBrowserSecret(server, request, reply), insideOnly(body.next))
    return { url: await provider.signInAddress(redirectUri(), attempt, body.other_account) }
  })

  route(router, completeSignIn, async ({ caller, body, request, reply }) => {
    if (!provider) throw notOffered()
    const counter = `sign-in:ip:${networkOf(request.ip)}`
    await countAttempt(sql, counter, 100, quarterHourS)
    const answered = new URL(`${redirectUri()}?${body.answer}`)
    const browser = browserSecret(server, request)
    const attempt = browser && (await takeAttempt(sql, browser, answered.searchParams.get('state') ?? ''))
    if (!attempt)
      throw refused('This sign-in was begun in another browser, was used before, or is older than ten minutes.')
    const came = await provider.whoCame(answered, attempt)
    const session = await enter(sql, log, provider.settings, {
      ...came,
      request,
      signedIn: caller?.personId ?? null,
      replaced: replacedSession(request, caller, true),
    })
    await takeAttemptBack(sql, counter)
    handOver(server, reply, session.token, true)
    return { ...(await describeSession(sql, session.id)), next: attempt.next }
  })

  route(router, beginSignOut, async ({ caller, reply }) => {
    const idToken = provider && (await tokenOfSession(sql, caller.sessionId, provider.settings.issuer))
    await endSessionOf(sql, caller.personId, caller.sessionId)
    takeCookieBack(server, reply)
    return { url: provider && idToken ? await provider.signOutAddress(`${server.url()}/app/sign-in`, idToken) : null }
  })
}

const returnPath = '/sign-ins/return'

/**
 * Where the provider sends browsers back. What it says goes behind "#", which neither logs nor histories of addresses keep, and the page
 * there sends it on.
 */
function returnToPage(http: FastifyInstance, base: string): void {
  http.get(returnPath, async ({ url }, reply) => {
    const answer = url.split('?').slice(1).join('?')
    return reply.header('referrer-policy', 'no-referrer').redirect(`${base}/app/sign-in/return#${answer}`, 302)
  })
}

/** Places of another site begin with two slashes, or with one that browsers read as two. */
function insideOnly(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/.test(next) ? next : ''
}

function notOffered(): ApiProblem {
  return new ApiProblem('forbidden', 'This service signs people in by e-mail and password only.')
}
