/** @jsxImportSource preact */
import type { OutputField } from '@whisker/api/fields.ts'
import { KeyCap } from '../keys/key-cap.tsx'
import { optionKeys } from '../keys/keymap.ts'
import { usePage } from '../page.ts'
import { describedBy, type FieldProps, GroupField, LabelledField, useContentLanguage } from './field-frame.tsx'

type Choice = OutputField & { type: 'radio' | 'checkbox' }

/** Labels up to this long stand side by side. */
const shortLabel = 12

/** One of several, or several of several: each a whole row to hit, with its key. */
export function ChoiceField(props: FieldProps<Choice>) {
  const { field, id, value, active, fault, onPick, onValue } = props
  const { t, settings } = usePage()
  const language = useContentLanguage()
  const keys = optionKeys(settings.keymap)
  const short =
    field.options.length > 2 && field.options.every(({ value, label }) => (label || value).length <= shortLabel)
  const chosen = (option: string) => (Array.isArray(value) ? value.includes(option) : value === option)
  return (
    <GroupField {...props}>
      <div class="options" data-columns={short ? 2 : 1}>
        {field.options.map((option, index) => (
          <label class="option" key={option.value}>
            <input
              type={field.type}
              name={id}
              checked={chosen(option.value)}
              aria-keyshortcuts={active ? keys[index] : undefined}
              aria-describedby={describedBy(field, id, fault)}
              onChange={() => onPick(index)}
            />
            <span class="option-text" {...language}>
              {option.label || option.value}
            </span>
            <KeyCap of={keys[index]} />
          </label>
        ))}
      </div>
      {field.type === 'radio' && !field.required && value !== undefined ? (
        <button type="button" class="quiet" onClick={() => onValue('')}>
          {t('clear')}
        </button>
      ) : null}
    </GroupField>
  )
}

type Select = OutputField & { type: 'select' }

/** A long list in the browser's own control: it searches by letters, and is at home on a phone. */
export function SelectField(props: FieldProps<Select>) {
  const { field, id, value, fault, onValue } = props
  const { t, settings } = usePage()
  const language = useContentLanguage()
  const keys = optionKeys(settings.keymap).filter((key) => /\d/.test(key))
  return (
    <LabelledField {...props}>
      <select
        class="control"
        id={id}
        value={typeof value === 'string' ? value : ''}
        aria-invalid={fault !== undefined}
        aria-describedby={describedBy(field, id, fault)}
        aria-required={field.required}
        onChange={(event) => onValue(event.currentTarget.value)}
      >
        <option value="">{t('choose')}</option>
        {field.options.map((option, index) => (
          <option value={option.value} key={option.value} {...language}>
            {option.label || option.value}
            {keys[index] ? `  (${keys[index]})` : ''}
          </option>
        ))}
      </select>
    </LabelledField>
  )
}
