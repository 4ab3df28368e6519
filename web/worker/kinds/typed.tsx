/** @jsxImportSource preact */

import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { directionOf } from '../language/languages.ts'
import { describedBy } from './frame.tsx'
import { type ControlProps, type DraftValue, isEmpty, type WorkerKind } from './kind.ts'
import { plain } from './plain.ts'

type Text = FieldOf<'input' | 'textarea'>

/** What is the same for all that is typed. */
export const typed = {
  ...plain,
  isBlank: (value: DraftValue | undefined) => isEmpty(value) || (typeof value === 'string' && value.trim() === ''),
}

/** @param maxLength without a limit of its own */
export function textFaults(maxLength: number): WorkerKind<Text>['faults'] {
  return {
    too_short: (t, field) => t('tooShort', { count: field.min_length ?? 1 }),
    too_long: (t, field) => t('tooLong', { count: field.max_length || maxLength }),
  }
}

export function textOf(value: DraftValue | undefined): string {
  return typeof value === 'string' ? value : ''
}

/** What every control has that is typed into. */
export function typing({ field, id, value, fault, onValue }: ControlProps) {
  return {
    id,
    value: textOf(value),
    'aria-invalid': fault !== undefined,
    'aria-describedby': describedBy(field, id, fault),
    'aria-required': field.required,
    autocomplete: 'off',
    class: 'control',
    onInput: (event: { currentTarget: { value: string } }) => onValue(event.currentTarget.value),
  }
}

/**
 * The language of a text. Where nothing stands yet, the project's language says where writing begins; then the first
 * strong letter does.
 */
export function writing({ value, content: { lang, dir } }: ControlProps) {
  return { lang, dir: textOf(value) === '' ? directionOf(lang) : dir }
}

/** Shows how much room is left, only when it becomes little. */
export function Count({ field, value }: ControlProps<Text>) {
  const text = textOf(value)
  const max = field.max_length
  if (max === undefined || text.length < max * 0.8) return null
  const length = [...text].length
  return (
    <p class="count" data-over={length > max}>
      {length} / {max}
    </p>
  )
}
