import { displayForm } from '@whisker/api/display-form.ts'
import type { FieldValue } from '@whisker/api/fields.ts'
import type { ConsolidatedField, MajorityResult } from './field.ts'
import { kindOf } from './kinds/kinds.ts'

/**
 * One task's answers of one output field, put together without knowing anything about the workers, in the way of its kind. Ties
 * go to the value that comes first in `values`, and a value wins a tie against "no answer". Deterministic.
 *
 * @param values one entry per answer; `undefined` and `null` (an optional field left empty) are votes for "no
 *   answer", as are values that are not of the field's type.
 * @param keyOf texts: the key of a name (naming.ts).
 */
export function consolidateByMajority(
  field: ConsolidatedField,
  values: readonly (FieldValue | null | undefined)[],
  keyOf: (text: string) => string = displayForm,
): MajorityResult {
  if (values.length === 0) return { value: null, confidence: 0, votes: [] }
  const kind = kindOf(field)
  return kind.majority(field, values.map(kind.asGiven), keyOf)
}
