/** @jsxImportSource preact */

import { listedBox } from './boxes-list.tsx'
import type { ControlProps } from './kind.ts'
import { ObjectList } from './object-list.tsx'
import type { ObjectsField } from './objects.ts'
import { listedPoint } from './points-list.tsx'
import { listedPolygon } from './polygons-list.tsx'

type Props = ControlProps<ObjectsField>

// The lists of all kinds of objects are one part of the page: they share nearly all.
export const Boxes = (props: Props) => <ObjectList props={props} listed={listedBox} />
export const Points = (props: Props) => <ObjectList props={props} listed={listedPoint} />
export const Polygons = (props: Props) => <ObjectList props={props} listed={listedPolygon} />
