import type { FieldKind } from '@whisker/api/kinds/kind.ts'
import type { ConsolidatedField, ModelledField } from '../field.ts'
import type { FieldModel } from '../field-model.ts'
import type { Geometry } from '../objects/geometry.ts'
import { boxesKind } from './boxes.ts'
import { choices } from './choices.ts'
import { dates } from './dates.ts'
import type { Kind } from './kind.ts'
import { numbers, ratings } from './measures.ts'
import { places } from './places.ts'
import { pointsKind } from './points.ts'
import { polygonsKind } from './polygons.ts'
import { ranks } from './ranks.ts'
import { rowsKind } from './rows.ts'
import { spansKind } from './spans.ts'
import { texts } from './texts.ts'
import { ticks } from './ticks.ts'

/** Whoever adds a kind of field says here how its answers become one label. */
const kinds: Record<FieldKind, Kind> = {
  input: texts,
  textarea: texts,
  number: numbers,
  select: places,
  radio: choices,
  checkbox: ticks,
  rating: ratings,
  date: dates,
  boxes: boxesKind(kindOf),
  points: pointsKind(kindOf),
  polygons: polygonsKind(kindOf),
  rank: ranks,
  rows: rowsKind(kindOf),
  spans: spansKind(kindOf),
}

export function kindOf({ type }: { type: FieldKind }): Kind {
  return kinds[type]
}

/** How the objects of a field lie to each other. It is asked of fields whose answers are objects. */
export function geometryOf(field: ConsolidatedField): Geometry {
  return kindOf(field).geometry?.(field) as Geometry
}

/** The model of a field that nobody has answered. @param versions the field in each version of the specs, newest first. */
export function emptyFieldModel(versions: readonly ModelledField[]): FieldModel {
  return kindOf(versions[0]!).emptyModel(versions)
}
