/** @jsxImportSource preact */
import type { OutputField } from '@whisker/api/fields.ts'
import { Star } from '../icons.tsx'
import { KeyCap } from '../keys/key-cap.tsx'
import { optionKeys } from '../keys/keymap.ts'
import { usePage } from '../page.ts'
import { type FieldProps, GroupField } from './field-frame.tsx'

/** Stars; each is a radio button to screen readers and the Tab key. */
export function RatingField(props: FieldProps<OutputField & { type: 'rating' }>) {
  const { field, id, value, onPick, onValue } = props
  const { t, settings } = usePage()
  const keys = optionKeys(settings.keymap)
  const given = typeof value === 'number' ? value : 0
  return (
    <GroupField {...props}>
      <div class="stars">
        {Array.from({ length: field.max }, (_, index) => (
          <label class="star-option" key={keys[index]}>
            <input
              type="radio"
              name={id}
              checked={given === index + 1}
              aria-label={t('stars', { count: index + 1 })}
              onChange={() => onPick(index)}
            />
            <Star filled={index < given} />
            <KeyCap of={keys[index]} />
          </label>
        ))}
      </div>
      {!field.required && given > 0 ? (
        <button type="button" class="quiet" onClick={() => onValue('')}>
          {t('clear')}
        </button>
      ) : null}
    </GroupField>
  )
}
