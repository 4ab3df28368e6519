import { type FieldProblem, type Problem, type ProblemCode, problems } from '@whisker/api/problem.ts'
import type { z } from 'zod'

/** Thrown anywhere on the way of a request to answer it with a problem. `detail` is for the person who reads it. */
export class ApiProblem extends Error {
  readonly code: ProblemCode
  readonly errors: FieldProblem[] | undefined
  readonly retryAfterS: number | undefined

  constructor(code: ProblemCode, detail: string, extra: { errors?: FieldProblem[]; retryAfterS?: number } = {}) {
    super(detail)
    this.name = 'ApiProblem'
    this.code = code
    this.errors = extra.errors
    this.retryAfterS = extra.retryAfterS
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

/** Turns what zod found into field problems with JSON pointers. */
export function fieldProblems(error: z.ZodError): FieldProblem[] {
  return error.issues.slice(0, 50).flatMap((issue) => fromIssue(issue as Issue, []))
}

type Issue = {
  code: string
  path: PropertyKey[]
  message: string
  expected?: string
  input?: unknown
  keys?: string[]
  values?: unknown[]
  errors?: Issue[][]
  minimum?: number | bigint
  maximum?: number | bigint
  origin?: string
  note?: string
}

function fromIssue(issue: Issue, prefix: PropertyKey[]): FieldProblem[] {
  const path = [...prefix, ...issue.path]
  const pointer = toPointer(path)
  switch (issue.code) {
    case 'unrecognized_keys':
      return (issue.keys ?? []).slice(0, 20).map((key) => ({
        pointer: toPointer([...path, key]),
        code: 'unknown_field',
        detail: `There is no field "${key.slice(0, 100)}" here. Check its spelling.`,
      }))
    case 'invalid_type':
      return /received undefined/.test(issue.message)
        ? [{ pointer, code: 'required', detail: 'is required.' }]
        : [{ pointer, code: 'wrong_type', detail: `must be ${article(issue.expected)}.` }]
    case 'invalid_value':
      return [
        { pointer, code: 'unknown_value', detail: `must be one of: ${(issue.values ?? []).map(String).join(', ')}.` },
      ]
    case 'invalid_union': {
      if (issue.note) return [{ pointer, code: 'unknown_value', detail: 'has a type that does not exist.' }]
      const nested = issue.errors?.[0]?.[0]
      return nested ? fromIssue(nested, path) : [{ pointer, code: 'invalid', detail: sentence(issue.message) }]
    }
    case 'too_small':
      return [{ pointer, code: 'too_small', detail: bound(issue, 'least', issue.minimum) }]
    case 'too_big':
      return [{ pointer, code: 'too_big', detail: bound(issue, 'most', issue.maximum) }]
    default:
      return [{ pointer, code: 'invalid', detail: sentence(issue.message) }]
  }
}

function bound(issue: Issue, word: 'least' | 'most', value: number | bigint | undefined): string {
  if (issue.origin === 'array') return `must have at ${word} ${value} ${value === 1 ? 'entry' : 'entries'}.`
  if (issue.origin === 'string') return `must be at ${word} ${value} characters long.`
  return `must be at ${word} ${value}.`
}

const articles: Record<string, string> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'an object',
  record: 'an object',
  string: 'a text',
}

function article(expected: string | undefined): string {
  return articles[expected ?? ''] ?? `of type ${expected}`
}

function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`
}

/** RFC 6901. */
function toPointer(path: PropertyKey[]): string {
  return path.map((part) => `/${String(part).slice(0, 200).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
