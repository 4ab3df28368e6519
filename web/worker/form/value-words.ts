import type { FieldValue, OutputField } from '@whisker/api/fields.ts'
import { formatNumber } from './number.ts'

/** A value as the form shows it: options by their labels, numbers as the person writes them. */
export function valueWords(field: OutputField | undefined, value: FieldValue | undefined, language: string): string {
  if (value === undefined || value === '') return '–'
  if (typeof value === 'number') return formatNumber(value, language)
  const label = (chosen: string) =>
    (field && 'options' in field && field.options.find((option) => option.value === chosen)?.label) || chosen
  return Array.isArray(value) ? value.map(label).join(', ') : label(value)
}
