import type { FieldValue } from '@whisker/api/fields.ts'
import type { Polygon } from '@whisker/api/kinds/schema/polygons.ts'
import { polygonGeometry } from '../objects/polygons.ts'
import type { Kind } from './kind.ts'
import { objectsKind } from './objects.ts'

/** Outlines in a picture, put together as boxes are. */
export const polygons: Kind = objectsKind(() => polygonGeometry, asGiven)

/** The keys in one order: see boxes.ts. */
function asGiven(value: FieldValue | null | undefined): Polygon[] | null {
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'object' && 'points' in one)) return null
  return (value as Polygon[]).map(({ label, points }) => ({ ...(label !== undefined && { label }), points }))
}
