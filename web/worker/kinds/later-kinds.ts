import { boxes as checkBoxes } from '@whisker/api/kinds/boxes.ts'
import type { EverydayKind } from '@whisker/api/kinds/everyday.ts'
import type { FieldKind, FieldOf, Kind } from '@whisker/api/kinds/kind.ts'
import { points as checkPoints } from '@whisker/api/kinds/points.ts'
import { polygons as checkPolygons } from '@whisker/api/kinds/polygons.ts'
import { rank as checkRank } from '@whisker/api/kinds/rank.ts'
import { rows as checkRows } from '@whisker/api/kinds/rows.ts'
import { spans as checkSpans } from '@whisker/api/kinds/spans.ts'
import { boxes } from './boxes.tsx'
import type { WorkerKind } from './kind.ts'
import { points } from './points.tsx'
import { polygons } from './polygons.tsx'
import { rank } from './rank.tsx'
import { rows } from './rows.tsx'
import { spans } from './spans.tsx'

type Later = Exclude<FieldKind, EverydayKind>

// One part of the page for all of them: parts that shared something would need a third, which is not asked for again after a failure
// (`part.ts`).

/** Kinds that few forms have. One that is missing here does not compile. */
export const kinds: { [K in Later]: WorkerKind<FieldOf<K>> } = { boxes, points, polygons, rank, rows, spans }

/** What the promise knows of them. */
export const checks: { [K in Later]: Kind<FieldOf<K>> } = {
  boxes: checkBoxes,
  points: checkPoints,
  polygons: checkPolygons,
  rank: checkRank,
  rows: checkRows,
  spans: checkSpans,
}
