/** @jsxImportSource preact */

import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { isTree } from '@whisker/api/kinds/places.ts'
import { part } from '../part.ts'
import { oneOf } from './choices.ts'
import { describedBy, LabelledField } from './frame.tsx'
import type { WorkerKind } from './kind.ts'
import { laterControl } from './later-control.tsx'
import { optionCount, optionText, optionValue, withOptions } from './options.tsx'
import { textOf } from './typed.tsx'

type Field = FieldOf<'select'>

/** More than this, or a tree, is typed in: the browser's own list neither finds synonyms nor opens at once. */
const maxListed = 500
const isTyped = ({ options }: Field) => isTree(options) || options.length > maxListed
const PlacesBox = laterControl<Field>(part(() => import('./places-box.tsx')))

/** A long list in the browser's own control: it searches by letters, and is at home on a phone. */
export const select: WorkerKind<Field> = {
  ...withOptions,
  choices: oneOf<Field>((field) => (isTyped(field) ? 0 : optionCount(field)), optionValue, 'goes_on'),
  Control(props) {
    if (isTyped(props.field)) return <PlacesBox {...props} />
    const { field, id, value, fault, t, content, onValue } = props
    const keys = props.keys.filter((key) => /\d/.test(key))
    return (
      <LabelledField {...props}>
        <select
          class="control"
          id={id}
          value={textOf(value)}
          aria-invalid={fault !== undefined}
          aria-describedby={describedBy(field, id, fault)}
          aria-required={field.required}
          onChange={(event) => onValue(event.currentTarget.value)}
        >
          <option value="">{t('choose')}</option>
          {field.options.map((option, index) => (
            <option value={option.value} key={option.value} {...content}>
              {optionText(option)}
              {keys[index] ? `  (${keys[index]})` : ''}
            </option>
          ))}
        </select>
      </LabelledField>
    )
  },
}
