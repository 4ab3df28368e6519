import type { FieldValue, InputField, OutputField } from '@whisker/api/fields.ts'
import { kindOf } from '../kinds/kinds.ts'
import { plainWords } from '../kinds/plain.ts'
import type { Translate } from '../language/translate.ts'

/** A value as the form shows it: options by their labels, numbers as the person writes them. */
export function valueWords(
  field: OutputField | undefined,
  value: FieldValue | undefined,
  language: string,
  t: Translate,
  inputs: readonly InputField[] = [],
): string {
  if (value === undefined || value === '') return '–'
  return field ? kindOf(field).words(field, value, language, t, inputs) : plainWords(value, language)
}
