import type { FieldValue } from '@whisker/api/fields.ts'
import type { ConsolidatedField } from './field.ts'
import type { Spelling } from './join-names.ts'
import { kindOf } from './kinds/kinds.ts'
import type { Naming } from './naming.ts'
import type { Scatter } from './number-location.ts'

/**
 * Whether a value says what is right: texts as they are joined in this field ("Cat!" is "cat"), numbers by what is the same
 * number (number-location.ts), checkboxes as sets.
 *
 * @param scatter numbers: how far the crowd's answers to one item lie apart, where that is known.
 * @param spelling what a refit has learnt of the field's forms, where that is at hand (join-names.ts).
 */
export function agrees(
  field: ConsolidatedField,
  truth: FieldValue,
  value: FieldValue | null | undefined,
  naming: Naming,
  scatter: Scatter | null = null,
  spelling: Spelling = new Map(),
): boolean {
  if (value === undefined || value === null) return false
  return kindOf(field).agrees(field, truth, value, { naming, scatter, spelling })
}

/** How much of what is right a value says, 0 to 1: for most kinds all of it or nothing. */
export function shareRight(...asked: Parameters<typeof agrees>): number {
  const [field, truth, value] = asked
  const { score } = kindOf(field)
  if (!score) return agrees(...asked) ? 1 : 0
  return value === undefined || value === null ? 0 : score(truth, value, field)
}
