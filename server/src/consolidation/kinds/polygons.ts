import type { FieldValue } from '@whisker/api/fields.ts'
import type { Polygon } from '@whisker/api/kinds/schema/polygons.ts'
import { polygonGeometry } from '../objects/polygons.ts'
import type { Kind, KindOf } from './kind.ts'
import { attributesInOrder, objectsKind } from './objects.ts'

/** Outlines in a picture, put together as boxes are. */
export const polygonsKind = (kindOf: KindOf): Kind => objectsKind(kindOf, () => polygonGeometry, asGiven)

/** The keys in one order: see boxes.ts. */
function asGiven(value: FieldValue | null | undefined): Polygon[] | null {
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'object' && 'points' in one)) return null
  return (value as Polygon[]).map(({ label, points, attributes }) => ({
    ...(label !== undefined && { label }),
    points,
    ...attributesInOrder(attributes),
  }))
}
