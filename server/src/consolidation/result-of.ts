import type { FieldValue } from '@whisker/api/fields.ts'
import type { FieldResult, ModelledField, Vote } from './field.ts'
import { kindOf } from './kinds/kinds.ts'

/** What is published, with what this kind of field tells besides. */
export function resultOf(
  field: ModelledField,
  values: (FieldValue | null)[],
  value: FieldValue | null,
  confidence: number,
  found: { candidates: Vote[]; other: number } = { candidates: [], other: 0 },
): FieldResult {
  return { value, confidence, ...kindOf(field).told(field, values, { value, ...found }) }
}
