import type { FastifyBaseLogger } from 'fastify'
import * as oidc from 'openid-client'
import { ApiProblem } from '../../problem.ts'
import { refused } from './refusals.ts'

type Named = { name: string; only: boolean }

/**
 * What went wrong between us and the provider, as people read it; the log says more. Codes and tokens stand in neither.
 *
 * @returns `sign_in_refused` when the provider or a check said no, `unavailable` when there was no answer to check
 */
export function problemOf(error: unknown, { name, only }: Named, log: FastifyBaseLogger): ApiProblem {
  if (error instanceof ApiProblem) return error
  if (error instanceof oidc.AuthorizationResponseError) {
    log.info({ code: error.error, said: error.error_description }, 'the provider signed nobody in')
    const why = error.error === 'access_denied' ? 'it was turned down there' : `it said "${error.error}"`
    return refused(`${name} did not sign you in: ${why}.`)
  }
  if (error instanceof oidc.ResponseBodyError) {
    log.warn({ code: error.error, said: error.error_description }, 'the provider did not change a code for tokens')
    if (error.error === 'invalid_grant')
      return refused(`${name} does not take this answer of its own any more: it was used before, or is too old.`)
    return misunderstood(name)
  }
  const { code } = error as { code?: string }
  log.warn({ code, reason: reasonOf(error) }, 'signing in with the provider failed')
  if (code !== undefined && isCheck.test(code)) return misunderstood(name)
  const meanwhile = only ? '' : ' Who has a password here can sign in with it meanwhile.'
  return new ApiProblem('unavailable', `${name} does not answer. Try again in a few minutes.${meanwhile}`, {
    retryAfterS: 30,
  })
}

/** What the library says of an answer that did not pass; all else is no answer. */
const isCheck = /^OAUTH_(JWT|JSON|INVALID_RESPONSE|KEY_SELECTION|UNSUPPORTED|PARSE|RESPONSE_IS_NOT_JSON|WWW)/

function misunderstood(name: string): ApiProblem {
  return new ApiProblem(
    'sign_in_refused',
    `What ${name} said of you could not be verified, so nobody was signed in. Begin again; if it is the same, tell who runs this service: the log says why.`,
  )
}

/** A chain of causes, without the bodies that hang on them. */
function reasonOf(error: unknown): string {
  const parts: string[] = []
  for (let at = error; at instanceof Error && parts.length < 4; at = at.cause) parts.push(at.message)
  return parts.join(': ')
}
