/** @jsxImportSource preact */

import type { InputField } from '@whisker/api/fields.ts'
import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import type { ControlProps } from './kind.ts'
import { optionText } from './options.tsx'

type RankField = FieldOf<'rank'>
type RankProps = ControlProps<RankField>

/** What one is called in the form: an option by its words, of the item by the field that it stands in. */
export function wordOf({ options }: RankField, inputs: readonly InputField[], one: string): string {
  const option = options?.find(({ value }) => value === one)
  return option ? optionText(option) : inputs.find(({ name }) => name === one)?.label || one
}

/** Beside an item: of a text its beginning. */
export function thingName({ field, shown, inputs = [] }: RankProps, one: string): string {
  const value = field.options ? undefined : shown[one]
  return value && 'text' in value ? value.text.slice(0, 200) : wordOf(field, inputs, one)
}

/** An option by its words; of the item its picture with what that is called, or its text. */
export function Thing({ props, of }: { props: RankProps; of: string }) {
  const value = props.field.options ? undefined : props.shown[of]
  return (
    <span class="option-text rank-thing" {...props.content}>
      {value && 'url' in value ? <img src={value.url} alt="" /> : null}
      <span>{thingName(props, of)}</span>
    </span>
  )
}
