import { type FieldProblem, type Problem, type ProblemCode, problems } from '@whisker/api/problem.ts'
import { maxRetryAfterS } from '@whisker/api/retry-after.ts'

type Extra = { errors?: FieldProblem[]; retryAfterS?: number; headers?: Record<string, string> }

/** Thrown anywhere on the way of a request to answer it with a problem. `detail` is for the person who reads it. */
export class ApiProblem extends Error {
  readonly code: ProblemCode
  readonly errors: FieldProblem[] | undefined
  readonly retryAfterS: number | undefined
  readonly headers: Record<string, string>

  constructor(code: ProblemCode, detail: string, extra: Extra = {}) {
    super(detail)
    this.name = 'ApiProblem'
    this.code = code
    this.errors = extra.errors
    this.retryAfterS = extra.retryAfterS && Math.min(extra.retryAfterS, maxRetryAfterS)
    this.headers = extra.headers ?? {}
  }

  get status(): number {
    return problems[this.code].status
  }

  body(requestId: string): Problem {
    const { status, title } = problems[this.code]
    return {
      type: `urn:whisker:problem:${this.code}`,
      title,
      status,
      code: this.code,
      detail: this.message,
      request_id: requestId,
      ...(this.errors && { errors: this.errors }),
    }
  }
}

/** The same answer for what does not exist and for what belongs to somebody else. */
export function notFound(noun: string): ApiProblem {
  return new ApiProblem('not_found', `There is no ${noun} with this id in your workspace.`)
}

/** One or more fields that are not acceptable. */
export function invalid(errors: FieldProblem[]): ApiProblem {
  const first = errors[0]
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
  const detail = first ? `${first.pointer || 'The body'}: ${first.detail}${more}` : 'The request is not acceptable.'
  return new ApiProblem('invalid', detail, { errors })
}

/** One field that is not acceptable. */
export function invalidField(pointer: string, code: string, detail: string): ApiProblem {
  return invalid([{ pointer, code, detail }])
}

/** A statement that found no room has done nothing. */
export function databaseFull(): ApiProblem {
  return new ApiProblem(
    'storage_full',
    'The disk of the database is full; nothing was changed. Ask the operator to make room.',
    { retryAfterS: 60 },
  )
}
