import type { z } from 'zod'
import { escapePointer } from './field-names.ts'
import type { FieldProblem } from './problem.ts'

/**
 * What a schema finds wrong, as field problems with JSON pointers: the server answers with them, and the dashboard shows
 * them while a person types. Details begin in lower case, because they follow a pointer or a name.
 */
export function fieldProblems(error: z.ZodError): FieldProblem[] {
  return error.issues
    .slice(0, 50)
    .flatMap((issue) => fromIssue(issue as Issue, []))
    .slice(0, 50)
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
      // Of what it may be, the one that has its type says best what is the matter.
      const tried = (issue.errors ?? []).flatMap((errors) => errors[0] ?? [])
      const isOfOtherType = (one: Issue) => one.code === 'invalid_type' && one.path.length === 0
      if (tried.length > 1 && tried.every(isOfOtherType)) {
        const types = tried.map(({ expected }) => article(expected))
        return [{ pointer, code: 'wrong_type', detail: `must be ${types.join(', ').replace(/, ([^,]+)$/, ' or $1')}.` }]
      }
      const nested = tried.find((one) => !isOfOtherType(one)) ?? tried[0]
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
  null: 'null',
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
  return path.map((part) => `/${escapePointer(String(part).slice(0, 200))}`).join('')
}
