/** @jsxImportSource preact */
import type { OutputField } from '@whisker/api/fields.ts'
import { describedBy, type FieldProps, LabelledField, useContentLanguage } from './field-frame.tsx'

type Text = OutputField & { type: 'input' | 'textarea' | 'number' }

/**
 * One line, several lines, or a number. A number is a text to the browser: its own number field changes by the mouse
 * wheel, and reads neither `1,5` nor the digits of Arabic or Hindi.
 */
export function TextField(props: FieldProps<Text>) {
  const { field, id, value, fault, onValue } = props
  const { lang, dir } = useContentLanguage()
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
  // An English project may hold Arabic texts: the first strong letter decides. In an Arabic one the language does.
  const writing = { lang, dir: dir === 'rtl' ? dir : ('auto' as const) }
  return (
    <LabelledField {...props}>
      {field.type === 'textarea' ? (
        <textarea {...common} {...writing} class="control" rows={4} />
      ) : field.type === 'number' ? (
        <input {...common} class="control" inputMode="decimal" enterkeyhint="send" dir="ltr" />
      ) : (
        <input {...common} {...writing} class="control" autocapitalize="off" enterkeyhint="send" />
      )}
      <Count field={field} text={text} />
    </LabelledField>
  )
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
