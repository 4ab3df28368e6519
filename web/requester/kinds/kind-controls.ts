import type { OutputField } from '@whisker/api/fields.ts'
import type { FieldKind, FieldOf } from '@whisker/api/kinds/kind.ts'
import { boxesControls } from './boxes-controls.tsx'
import { checkboxControls } from './checkbox-controls.tsx'
import { dateControls } from './date-controls.tsx'
import { inputControls } from './input-controls.tsx'
import type { KindControls } from './kind.ts'
import { numberControls } from './number-controls.tsx'
import { pickOneControls } from './pick-one-controls.tsx'
import { pointsControls } from './points-controls.tsx'
import { polygonsControls } from './polygons-controls.tsx'
import { ratingControls } from './rating-controls.tsx'
import { selectControls } from './select-controls.tsx'
import { spansControls } from './spans-controls.tsx'
import { textareaControls } from './textarea-controls.tsx'

/** The controls of every kind of field. One that is missing does not compile. */
const controls: { [K in FieldKind]: KindControls<FieldOf<K>> } = {
  input: inputControls,
  textarea: textareaControls,
  number: numberControls,
  select: selectControls,
  radio: pickOneControls,
  checkbox: checkboxControls,
  rating: ratingControls,
  date: dateControls,
  boxes: boxesControls,
  points: pointsControls,
  polygons: polygonsControls,
  spans: spansControls,
}

/** The controls of a field's kind. */
export function controlsOf<F extends OutputField>(field: F): KindControls<F> {
  // As in `kindOf`.
  return controls[field.type] as unknown as KindControls<F>
}
