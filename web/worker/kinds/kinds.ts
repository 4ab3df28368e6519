import type { OutputField } from '@whisker/api/fields.ts'
import type { FieldKind, FieldOf } from '@whisker/api/kinds/kind.ts'
import { boxes } from './boxes.ts'
import { checkbox } from './checkbox.tsx'
import { date } from './date.tsx'
import { input } from './input.tsx'
import type { WorkerKind } from './kind.ts'
import { number } from './number.tsx'
import { points } from './points.ts'
import { polygons } from './polygons.ts'
import { radio } from './radio.tsx'
import { rating } from './rating.tsx'
import { select } from './select.tsx'
import { textarea } from './textarea.tsx'

type WorkerKinds = { [K in FieldKind]: WorkerKind<FieldOf<K>> }

/** Every kind of field, as the worker's page knows it. One that is missing here does not compile. */
export const kinds: WorkerKinds = {
  boxes,
  checkbox,
  date,
  input,
  number,
  points,
  polygons,
  radio,
  rating,
  select,
  textarea,
}

/** What the page knows of the kind of this field. */
export function kindOf<F extends OutputField>(field: F): WorkerKind<F> {
  // Each stands under its own name: the two belong together, which types cannot follow.
  return kinds[field.type] as WorkerKind<F>
}
