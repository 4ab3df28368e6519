import { escapePointer } from '@whisker/api/answers.ts'
import type { FieldProblem } from '@whisker/api/problem.ts'
import type { ProjectDraft } from '@whisker/api/projects.ts'
import { sentence } from './problem.ts'

// What the schemas of the api find wrong, in the form and the words in which the server says it, while a person types.

type SchemaError = NonNullable<ReturnType<typeof ProjectDraft.safeParse>['error']>
type Issue = SchemaError['issues'][number]

export function fieldProblems(error: SchemaError): FieldProblem[] {
  return error.issues.flatMap((issue) => toProblems(issue, []))
}

function toProblems(issue: Issue, prefix: readonly PropertyKey[]): FieldProblem[] {
  const path = [...prefix, ...issue.path]
  const fault = (code: string, detail: string, at = path) => [{ pointer: pointerOf(at), code, detail }]
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.flatMap((key) =>
        fault('unknown_field', `There is no field "${key.slice(0, 100)}" here. Check its spelling.`, [...path, key]),
      )
    case 'invalid_type':
      if (/received undefined/.test(issue.message)) return fault('required', 'Is required.')
      return fault('wrong_type', `Must be ${kinds[issue.expected] ?? issue.expected}.`)
    case 'invalid_value':
      return fault('unknown_value', `Must be one of: ${issue.values.map(String).join(', ')}.`)
    case 'invalid_union': {
      const nested = issue.errors[0]?.[0]
      return nested ? toProblems(nested, path) : fault('unknown_value', 'Has a type that does not exist.')
    }
    case 'too_small':
      return fault('too_small', bound(issue.origin, 'least', issue.minimum))
    case 'too_big':
      return fault('too_big', bound(issue.origin, 'most', issue.maximum))
    default:
      return fault('invalid', sentence(issue.message))
  }
}

const kinds: Record<string, string> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'an object',
  record: 'an object',
  string: 'a text',
}

function bound(origin: string, word: 'least' | 'most', limit: number | bigint): string {
  if (origin === 'array') return `Must have at ${word} ${limit} ${Number(limit) === 1 ? 'entry' : 'entries'}.`
  if (origin === 'string') return `Must be at ${word} ${limit} characters long.`
  return `Must be at ${word} ${limit}.`
}

/** RFC 6901 */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${escapePointer(String(part))}`).join('')
}
