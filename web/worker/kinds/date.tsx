/** @jsxImportSource preact */

import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import type { Translate } from '../language/translate.ts'
import { LabelledField } from './frame.tsx'
import type { DraftValue, WorkerKind } from './kind.ts'
import { plain, plainWords } from './plain.ts'
import { typing } from './typed.tsx'

type Field = FieldOf<'date'>

/** A day, in the browser's own control: it is written as the person's system writes days, and can be picked from a calendar. */
export const date: WorkerKind<Field> = {
  ...plain,
  faults: { wrong_type: (t) => t('needsDate'), out_of_range: rangeWords },
  words: (_, value, language) => (typeof value === 'string' ? dayWords(value, language) : plainWords(value, language)),
  Control: (props) => (
    <LabelledField {...props}>
      <input {...typing(props)} type="date" min={props.field.min} max={props.field.max ?? '9999-12-31'} />
    </LabelledField>
  ),
}

/** Nobody has to guess which of 03/04 is the month. */
function dayWords(day: DraftValue & string, language: string): string {
  const time = Date.parse(`${day}T00:00:00Z`)
  if (Number.isNaN(time)) return day
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(time)
}

function rangeWords(t: Translate, { min, max }: Field, language: string): string {
  const [first, last] = [min && dayWords(min, language), max && dayWords(max, language)]
  if (first && last) return t('between', { min: first, max: last })
  return first ? t('notBefore', { min: first }) : t('notAfter', { max: last ?? '' })
}
