import type { OutputField } from '@whisker/api/fields.ts'
import type { FieldKind, FieldOf } from '@whisker/api/kinds/kind.ts'
import { boxesControls } from './boxes-controls.tsx'
import type { KindControls } from './kind.ts'
import { pointsControls } from './points-controls.tsx'
import { polygonsControls } from './polygons-controls.tsx'
import { rankControls } from './rank-controls.tsx'
import { rowsControls } from './rows-controls.tsx'
import { smallControls } from './small-controls.ts'
import { spansControls } from './spans-controls.tsx'

/** The controls of every kind of field. One that is missing does not compile. */
const controls: { [K in FieldKind]: KindControls<FieldOf<K>> } = {
  ...smallControls,
  boxes: boxesControls,
  points: pointsControls,
  polygons: polygonsControls,
  rank: rankControls,
  rows: rowsControls,
  spans: spansControls,
}

/** The controls of a field's kind. */
export function controlsOf<F extends OutputField>(field: F): KindControls<F> {
  // As in `kindOf`.
  return controls[field.type] as unknown as KindControls<F>
}
