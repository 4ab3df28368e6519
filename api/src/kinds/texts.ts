import { found } from './cell.ts'
import { count } from './count.ts'
import type { About, Fault, FieldOf, Kind } from './kind.ts'
import { asItIs } from './names.ts'
import type { Joining } from './schema/texts.ts'

type Text = FieldOf<'input' | 'textarea'>

function textKind<F extends Text>(joinings: readonly Joining[], maxLength: number): Kind<F> {
  return {
    joinings,
    check: (field, value, about) => check(field, maxLength, value, about),
    names: asItIs,
    readCell: (_, cell) => found(cell),
    example: () => 'x',
  }
}

export const input = textKind<FieldOf<'input'>>(['exact', 'letters', 'meaning'], 1000)
/** A page of text has no head noun: it is never joined by meaning. */
export const textarea = textKind<FieldOf<'textarea'>>(['exact', 'letters'], 10_000)

function check(field: Text, maxLength: number, value: unknown, { matches }: About): Fault | null {
  if (typeof value !== 'string') return { code: 'wrong_type', detail: 'must be a text.' }
  if (!value.isWellFormed() || value.includes('\0'))
    return { code: 'invalid_text', detail: 'must not contain NUL characters or broken Unicode.' }
  const length = [...value].length
  const max = field.max_length ?? maxLength
  if (length > max)
    return { code: 'too_long', detail: `must be at most ${count(max, 'character')} long; it has ${length}.` }
  if (length < (field.min_length ?? 0))
    return { code: 'too_short', detail: `must be at least ${count(field.min_length ?? 0, 'character')} long.` }
  if ('pattern' in field && field.pattern !== undefined && matches && !matches(field.pattern, value))
    return { code: 'pattern', detail: field.help || `must match the pattern ${field.pattern}.` }
  return null
}
