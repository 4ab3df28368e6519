import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import type { WorkerKind } from './kind.ts'
import { listOf } from './list-of.ts'
import { objectsKind } from './objects.ts'

/** Points in a picture. */
export const points: WorkerKind<FieldOf<'points'>> = {
  ...objectsKind('placeCount'),
  Control: listOf('Points'),
}
