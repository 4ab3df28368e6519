import { type ConsolidatedField, type FieldValue, numberScale } from './majority.ts'
import { textKey } from './normalise-text.ts'
import { agreementTolerance } from './number-location.ts'

/**
 * Whether a value says what is right: texts by their key ("Cat!" is "cat"), numbers within the tolerance by which they
 * agree, checkboxes as sets.
 *
 * @param means what a text key means by the project's synonyms.
 */
export function agrees(
  field: ConsolidatedField,
  truth: FieldValue,
  value: FieldValue | null | undefined,
  means: (key: string) => string = (key) => key,
): boolean {
  if (value === undefined || value === null) return false
  switch (field.type) {
    case 'input':
    case 'textarea':
      // Most are spelled alike, and a text key takes 2 µs.
      return truth === value || means(textKey(String(truth))) === means(textKey(String(value)))
    case 'number':
    case 'rating':
      return Math.abs(Number(value) - Number(truth)) <= agreementTolerance(Number(truth), numberScale(field))
    case 'select':
    case 'radio':
      return truth === value
    case 'checkbox':
      return JSON.stringify([...(truth as string[])].sort()) === JSON.stringify([...(value as string[])].sort())
  }
}
