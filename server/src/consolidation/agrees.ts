import type { ConsolidatedField, FieldValue } from './majority.ts'
import { textKey } from './normalise-text.ts'
import { agreeOnNumber, type Scatter } from './number-location.ts'

/**
 * Whether a value says what is right: texts by their key ("Cat!" is "cat"), numbers by what is the same number
 * (number-location.ts), checkboxes as sets.
 *
 * @param means what a text key means by the project's synonyms.
 * @param scatter numbers: how far the crowd's answers to one item lie apart, where that is known.
 */
export function agrees(
  field: ConsolidatedField,
  truth: FieldValue,
  value: FieldValue | null | undefined,
  means: (key: string) => string = (key) => key,
  scatter: Scatter | null = null,
): boolean {
  if (value === undefined || value === null) return false
  switch (field.type) {
    case 'input':
    case 'textarea':
      // Most are spelled alike, and a text key takes 2 µs.
      return truth === value || means(textKey(String(truth))) === means(textKey(String(value)))
    case 'number':
    case 'rating':
      return agreeOnNumber(Number(value), Number(truth), field, scatter)
    case 'select':
    case 'radio':
      return truth === value
    case 'checkbox':
      return JSON.stringify([...(truth as string[])].sort()) === JSON.stringify([...(value as string[])].sort())
  }
}
