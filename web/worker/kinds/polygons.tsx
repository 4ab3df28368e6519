/** @jsxImportSource preact */

import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import type { WorkerKind } from './kind.ts'
import { ObjectList } from './object-list.tsx'
import { objectsKind } from './objects.ts'
import { listedPolygon } from './polygons-list.tsx'

/** Outlines in a picture. The canvas makes none that crosses itself. */
export const polygons: WorkerKind<FieldOf<'polygons'>> = {
  ...objectsKind('placeCount'),
  Control: (props) => <ObjectList props={props} listed={listedPolygon} />,
}
