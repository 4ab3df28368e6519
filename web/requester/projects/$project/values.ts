import type { AnswerItem } from '@whisker/api/answers.ts'
import type { FieldValue } from '@whisker/api/fields.ts'

/** What one field holds, as a person reads it. */
export function formatValue(value: FieldValue | null | undefined): string {
  if (value === null || value === undefined) return 'no answer'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ')
  return String(value)
}

/** A whole answer on one line: its values, item by item. */
export function summarize(items: readonly AnswerItem[]): string {
  const words = items.map((item) => Object.values(item).map(formatValue).join(' · ') || 'no answer')
  return words.join(' | ')
}
