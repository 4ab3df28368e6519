import { boxes } from './boxes.ts'
import { checkbox, radio, select } from './choices.ts'
import { date } from './date.ts'
import type { FieldKind, FieldOf, Kind } from './kind.ts'
import { number } from './number.ts'
import { points } from './points.ts'
import { polygons } from './polygons.ts'
import { rating } from './rating.ts'
import { input, textarea } from './texts.ts'

/** Whoever adds a kind of field adds it here; its shape stands in `schema/`. */
export const kinds: { [K in FieldKind]: Kind<FieldOf<K>> } = {
  input,
  textarea,
  number,
  select,
  radio,
  checkbox,
  rating,
  date,
  boxes,
  points,
  polygons,
}

/** What is known of a field's kind. It is asked about fields of that kind only. */
export function kindOf({ type }: { type: FieldKind }): Kind {
  return kinds[type] as Kind
}
