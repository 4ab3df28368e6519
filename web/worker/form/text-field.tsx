/** @jsxImportSource preact */
import type { OutputField } from '@whisker/api/fields.ts'
import { directionOf } from '../language/languages.ts'
import { type Page, usePage } from '../page.ts'
import { describedBy, type FieldProps, LabelledField, useContentLanguage } from './field-frame.tsx'
import { formatNumber, otherReading, readNumber } from './number.ts'

type Text = OutputField & { type: 'input' | 'textarea' | 'number' }

/**
 * One line, several lines, or a number. A number is a text to the browser: its own number field changes by the mouse
 * wheel, and reads neither `1,5` nor the digits of Arabic or Hindi.
 */
export function TextField(props: FieldProps<Text>) {
  const { field, id, value, fault, onValue } = props
  const { lang, dir } = useContentLanguage()
  const { t, language } = usePage()
  const text = typeof value === 'string' ? value : ''
  const common = {
    id,
    value: text,
    'aria-invalid': fault !== undefined,
    'aria-describedby': describedBy(field, id, fault),
    'aria-required': field.required,
    autocomplete: 'off',
    onInput: (event: { currentTarget: { value: string } }) => onValue(event.currentTarget.value),
  }
  // Where nothing stands yet, the project's language says where writing begins; then the first strong letter does.
  const writing = { lang, dir: text === '' ? directionOf(lang) : dir }
  return (
    <LabelledField {...props}>
      {field.type === 'textarea' ? (
        <textarea {...common} {...writing} class="control" rows={4} />
      ) : field.type === 'number' ? (
        <input {...common} class="control" inputMode="decimal" enterkeyhint="send" dir="ltr" />
      ) : (
        <input {...common} {...writing} class="control" autocapitalize="off" enterkeyhint="send" />
      )}
      {field.type === 'number' ? <Understood text={text} language={language} t={t} onValue={onValue} /> : null}
      <Count field={field} text={text} />
    </LabelledField>
  )
}

/** Which number a text was understood as, where it could be another one or looks different; one touch makes it the other. */
function Understood({
  text,
  language,
  t,
  onValue,
}: Pick<Page, 't' | 'language'> & Pick<FieldProps, 'onValue'> & { text: string }) {
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

/** Shows how much room is left, only when it becomes little. */
function Count({ field, text }: { field: Text; text: string }) {
  const max = field.type === 'number' ? undefined : field.max_length
  if (max === undefined || text.length < max * 0.8) return null
  const length = [...text].length
  return (
    <p class="count" data-over={length > max}>
      {length} / {max}
    </p>
  )
}
