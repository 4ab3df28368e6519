import { ApiError } from '@whisker/api/client.ts'
import type { FieldProblem, ProblemCode } from '@whisker/api/problem.ts'

/** What a person reads about a failure: what happened, why, what to do next. */
export type Explanation = {
  title: string
  detail: string
  /** Faults of single fields, by JSON pointer into the request's body. */
  fields: FieldProblem[]
  /** To quote when asking the operator; empty when no server was involved. */
  requestId: string
  /** What happened, without what to do next: for a dialog that offers that. */
  told: string
  code: ProblemCode | 'unreachable' | 'unexpected'
}

/**
 * The one translator of failures. Every page shows what this returns; none looks at status codes.
 *
 * The service's own sentences are already meant for people (`detail`), so they are kept. Only what a browser throws,
 * and codes whose cure is a click in this application, get words from here.
 */
export function explain(error: unknown): Explanation {
  if (error instanceof ApiError) {
    const { title, detail, code, errors = [], request_id } = error.problem
    const told = detail.split(' Nothing was saved.')[0] ?? detail
    return {
      // Where the detail says all, its heading would say it twice.
      title: detail.startsWith(title) || saidByDetail.has(code) ? '' : title,
      detail:
        code === 'changed_meanwhile' ? `${told} ${lookAgain}` : withWait(cures[code] ?? detail, error.retryAfterS),
      told,
      // Which settings they are stands in the sentence.
      fields: code === 'changed_meanwhile' ? [] : errors,
      requestId: request_id,
      code,
    }
  }
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return noAnswer('Whisker took too long to answer', 'The server may be busy. Try again in a moment.')
  if (error instanceof TypeError)
    return noAnswer(
      'Whisker cannot be reached',
      'Check your network. This page tries again by itself and goes on when the server answers.',
    )
  const detail = error instanceof Error ? error.message : String(error)
  return {
    title: 'Something went wrong on this page',
    detail,
    told: detail,
    fields: [],
    requestId: '',
    code: 'unexpected',
  }
}

/** What is the matter stands in the detail, or above it on the page. */
const saidByDetail = new Set<ProblemCode>(['wrong_credentials', 'sign_in_refused'])

/** Every page reads anew what somebody else has changed. */
const lookAgain = 'Nothing was saved. Look at what stands now; if you still mean yours, save it again.'

const cures: Partial<Record<ProblemCode, string>> = {
  unauthenticated: 'Your session has ended. Sign in again to go on.',
  cross_origin: 'The browser did not show that this request comes from Whisker. Load the page again.',
}

function noAnswer(title: string, detail: string): Explanation {
  return { title, detail, told: detail, fields: [], requestId: '', code: 'unreachable' }
}

function withWait(detail: string, seconds: number | null): string {
  if (seconds === null || /\d/.test(detail)) return detail
  return `${detail} Try again in ${seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`}.`
}

/** Whether asking again may help: no answer, too busy, or a fault of the server; never a refusal. */
export function isPassing(error: unknown): boolean {
  if (error instanceof ApiError) return error.problem.status === 429 || error.problem.status >= 500
  return error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError')
}

/** The sentence about one field of a form, if the failure names it. `pointer` is a JSON pointer such as `/email`. */
export function faultOf(fields: readonly FieldProblem[], pointer: string): string | undefined {
  const fault = fields.find((field) => field.pointer === pointer)
  return fault && sentence(fault.detail)
}

/** The fault of a value, or the first of what is in it. */
export function faultIn(fields: readonly FieldProblem[], pointer: string): string | undefined {
  const fault = fields.find((field) => `${field.pointer}/`.startsWith(`${pointer}/`))
  return fault && sentence(fault.detail)
}

/** Details begin in lower case ("must be ..."), because they follow a name in lists. */
export function sentence(detail: string): string {
  const text = detail.charAt(0).toUpperCase() + detail.slice(1)
  return /[.!?…]$/.test(text) ? text : `${text}.`
}
