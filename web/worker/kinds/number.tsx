/** @jsxImportSource preact */

import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import type { Translate } from '../language/translate.ts'
import { LabelledField } from './frame.tsx'
import type { ControlProps, WorkerKind } from './kind.ts'
import { textOf, typed, typing } from './typed.tsx'
import { formatNumber, otherReading, readNumber } from './written-number.ts'

type Field = FieldOf<'number'>

/**
 * A number is a text to the browser: its own number field changes by the mouse wheel, and reads neither `1,5` nor the
 * digits of Arabic or Hindi. The person's language decides whether 1,234 is a thousand or a bit more than one.
 */
export const number: WorkerKind<Field> = {
  ...typed,
  toAnswer: (value, language) => {
    if (typeof value !== 'string') return value
    return value.trim() === '' ? undefined : (readNumber(value, language) ?? value)
  },
  fromAnswer: (value, language) => (typeof value === 'number' ? formatNumber(value, language) : value),
  faults: { wrong_type: (t) => t('needsNumber'), out_of_range: rangeWords },
  Control: (props) => (
    <LabelledField {...props}>
      <input {...typing(props)} inputMode="decimal" enterkeyhint="send" dir="ltr" />
      <Understood {...props} />
    </LabelledField>
  ),
}

/** Which number a text was understood as, where it could be another one or looks different; one touch makes it the other. */
function Understood({ value: typed, language, t, onValue }: ControlProps<Field>) {
  const text = textOf(typed)
  const value = readNumber(text, language)
  const other = otherReading(text, language)
  if (value === null || (other === null && formatNumber(value, language) === text.trim())) return null
  return (
    <p class="count">
      {t('readAs', { value: other === null ? formatNumber(value, language) : unmistakable(value, language) })}{' '}
      {other === null ? null : (
        <button type="button" class="quiet" onClick={() => onValue(unmistakable(other, language))}>
          {t('ratherNumber', { value: unmistakable(other, language) })}
        </button>
      )}
    </p>
  )
}

/** `1,2340` and `1234`: nobody reads a thousand from the one, nor a fraction from the other. */
function unmistakable(value: number, language: string): string {
  return formatNumber(value).replace('.', formatNumber(0.5, language)[1] ?? '.')
}

function rangeWords(t: Translate, { min, max, step }: Field): string {
  const range =
    min !== undefined && max !== undefined
      ? t('between', { min, max })
      : min !== undefined
        ? t('atLeast', { min })
        : max !== undefined
          ? t('atMost', { max })
          : ''
  const steps = step === undefined ? '' : t('inSteps', { step })
  return [range, steps].filter(Boolean).join(' ') || t('notAccepted')
}
