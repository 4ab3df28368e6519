import { boxes } from './boxes.ts'
import { everydayKinds } from './everyday.ts'
import type { FieldKind, FieldOf, Kind } from './kind.ts'
import { points } from './points.ts'
import { polygons } from './polygons.ts'
import { rank } from './rank.ts'
import { rows } from './rows.ts'
import { spans } from './spans.ts'

/** Whoever adds a kind of field adds it here; its shape stands in `schema/`. */
export const kinds: { [K in FieldKind]: Kind<FieldOf<K>> } = {
  ...everydayKinds,
  boxes,
  points,
  polygons,
  rank,
  rows,
  spans,
}

/** What is known of a field's kind. It is asked about fields of that kind only. */
export function kindOf({ type }: { type: FieldKind }): Kind {
  return kinds[type] as Kind
}
