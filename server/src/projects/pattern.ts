import type { OutputField } from '@whisker/api/fields.ts'
import type { PatternMatch } from '@whisker/api/kinds/kind.ts'
import type { FieldProblem } from '@whisker/api/problem.ts'
import { smallFieldsOf } from '@whisker/api/small-fields.ts'
import { RE2JS } from 're2js'
import { estimateSize } from './pattern-size.ts'

// A requester's pattern runs on workers' texts: only in an engine whose time is linear. `^(a+)+$` on 28 characters
// blocks the JavaScript engine for 9 s; here it takes microseconds. Linear is program × text: 8 to 30 million of these steps a
// second where the engine's automaton does not fit its memory (`(?:.{0,1000})` 38 times on 4,000 characters: 36 s).
const maxSteps = 2_500_000
// Fifty items with the longest texts in every field would be fifty times as much.
const maxStepsOfAnswer = 2 * maxSteps
const maxProgramSize = 20_000
const defaultMaxLength = 1000

// By instructions, not by number: 1,000 of the largest would be gigabytes.
const maxRemembered = 1_000_000
const compiled = new Map<string, RE2JS>()
let remembered = 0

function compile(pattern: string): RE2JS {
  let regex = compiled.get(pattern)
  if (!regex) {
    regex = RE2JS.compile(pattern)
    remembered += regex.programSize() + 100
    if (remembered > maxRemembered) {
      compiled.clear()
      remembered = regex.programSize() + 100
    }
    compiled.set(pattern, regex)
  }
  return regex
}

/**
 * Decides for the texts of one answer whether the whole text matches. Patterns from before {@link checkPatterns} bounded them
 * may be too large for a text, or all together for an answer: then they are not asked, and the text is taken. Nobody could
 * answer a form whose check stops the service, and what a person typed is worth more than the check.
 */
export function patternMatcher(): PatternMatch {
  let left = maxStepsOfAnswer
  return (pattern, value) => {
    if (estimateSize(pattern) > maxProgramSize) return true
    const regex = compile(pattern)
    const steps = regex.programSize() * value.length
    if (steps > maxSteps || steps > left) return true
    left -= steps
    return regex.matches(value)
  }
}

/** Faults of the patterns in an output spec: what the engine cannot read, and what would take it too long for one item. */
export function checkPatterns(fields: readonly OutputField[]): FieldProblem[] {
  const faults: FieldProblem[] = []
  let steps = 0
  const all = fields.flatMap((field, index) => {
    const small = smallFieldsOf(field)
    const within = small.fields.map((one, n) => ({ field: one as OutputField, at: `${index}/${small.under}/${n}` }))
    return [{ field, at: String(index) }, ...within]
  })
  for (const [n, { field, at }] of all.entries()) {
    if (!('pattern' in field) || field.pattern === undefined) continue
    const fault = (code: string, detail: string) => faults.push({ pointer: `/output_spec/${at}/pattern`, code, detail })
    const maxLength = field.max_length ?? defaultMaxLength
    try {
      const size = estimateSize(field.pattern)
      steps += maxLength * (size > maxProgramSize ? size : compile(field.pattern).programSize())
    } catch (error) {
      const reason = error instanceof Error ? error.message.slice(0, 200) : 'it cannot be read'
      fault(
        'invalid_pattern',
        `is not a regular expression that Whisker can run (RE2 syntax, without look-around and back-references): ${reason}`,
      )
      continue
    }
    if (steps <= maxSteps) continue
    fault(
      'pattern_too_large',
      `would take too long on texts of ${maxLength} characters${faults.length > 0 || n > 0 ? ', together with the patterns before it' : ''}. Give the field a smaller max_length, or repeat less: say how long a text may be with min_length and max_length, and not with {0,1000}.`,
    )
    // What follows is not compiled for the message's sake: fifty large ones would take as long as what is refused here.
    return faults
  }
  return faults
}
