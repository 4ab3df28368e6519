import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { checkboxControls } from './checkbox-controls.tsx'
import { dateControls } from './date-controls.tsx'
import { inputControls } from './input-controls.tsx'
import type { KindControls } from './kind.ts'
import { numberControls } from './number-controls.tsx'
import { pickOneControls } from './pick-one-controls.tsx'
import { ratingControls } from './rating-controls.tsx'
import { selectControls } from './select-controls.tsx'
import type { SmallField, SmallType } from './small-kinds.ts'
import { textareaControls } from './textarea-controls.tsx'

/** The controls of the kinds that can stand in a row, too. */
export const smallControls: { [K in SmallType]: KindControls<FieldOf<K>> } = {
  input: inputControls,
  textarea: textareaControls,
  number: numberControls,
  select: selectControls,
  radio: pickOneControls,
  checkbox: checkboxControls,
  rating: ratingControls,
  date: dateControls,
}

export function smallControlsOf(field: SmallField): KindControls<SmallField> {
  // As in `kindOf`.
  return smallControls[field.type] as unknown as KindControls<SmallField>
}
