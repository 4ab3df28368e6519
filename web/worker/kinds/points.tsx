/** @jsxImportSource preact */

import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import type { WorkerKind } from './kind.ts'
import { ObjectList } from './object-list.tsx'
import { objectsKind } from './objects.ts'
import { listedPoint } from './points-list.tsx'

/** Points in a picture. */
export const points: WorkerKind<FieldOf<'points'>> = {
  ...objectsKind('placeCount'),
  Control: (props) => <ObjectList props={props} listed={listedPoint} />,
}
