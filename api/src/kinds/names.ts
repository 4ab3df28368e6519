import type { FieldValue } from './schema/output-field.ts'

/** A text or a number is found by itself. */
export function asItIs(value: FieldValue): string[] {
  return [String(value)]
}
