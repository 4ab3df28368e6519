import type { OutputField } from '@whisker/api/fields.ts'
import type { FieldProblem } from '@whisker/api/problem.ts'
import { RE2JS } from 're2js'

// A requester's pattern runs on workers' texts: only in an engine whose time is linear. `^(a+)+$` on 28 characters
// blocks the JavaScript engine for 9 s; here it takes microseconds.
const compiled = new Map<string, RE2JS>()

function compile(pattern: string): RE2JS {
  let regex = compiled.get(pattern)
  if (!regex) {
    regex = RE2JS.compile(pattern)
    if (compiled.size > 1000) compiled.clear()
    compiled.set(pattern, regex)
  }
  return regex
}

/** Whether the whole text matches. */
export function matchesPattern(pattern: string, value: string): boolean {
  return compile(pattern).matches(value)
}

/** Faults of the patterns in an output spec. */
export function checkPatterns(fields: readonly OutputField[]): FieldProblem[] {
  return fields.flatMap((field, index) => {
    if (field.type !== 'input' || field.pattern === undefined) return []
    try {
      compile(field.pattern)
      return []
    } catch (error) {
      const reason = error instanceof Error ? error.message.slice(0, 200) : 'it cannot be read'
      const detail = `is not a regular expression that Whisker can run (RE2 syntax, without look-around and back-references): ${reason}`
      return [{ pointer: `/output_spec/${index}/pattern`, code: 'invalid_pattern', detail }]
    }
  })
}
