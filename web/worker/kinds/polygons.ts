import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import type { WorkerKind } from './kind.ts'
import { listOf } from './list-of.ts'
import { objectsKind } from './objects.ts'

/** Outlines in a picture. The canvas makes none that crosses itself. */
export const polygons: WorkerKind<FieldOf<'polygons'>> = { ...objectsKind('placeCount'), Control: listOf('Polygons') }
