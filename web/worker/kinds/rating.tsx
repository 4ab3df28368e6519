/** @jsxImportSource preact */

import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { Star } from '../icons.tsx'
import { KeyCap } from '../keys/key-cap.tsx'
import { oneOf } from './choices.ts'
import { Clear, GroupField } from './frame.tsx'
import type { WorkerKind } from './kind.ts'
import { plain } from './plain.ts'

type Field = FieldOf<'rating'>

/** Stars; each is a radio button to screen readers and the Tab key. */
export const rating: WorkerKind<Field> = {
  ...plain,
  choices: oneOf(
    ({ max }: Field) => max,
    (_, index) => index + 1,
    'sends',
  ),
  faults: { out_of_range: (t, { max }) => t('between', { min: 1, max }) },
  Control(props) {
    const { field, id, value, t, keys, onPick } = props
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
        <Clear {...props} />
      </GroupField>
    )
  },
}
