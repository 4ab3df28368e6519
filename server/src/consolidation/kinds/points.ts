import type { FieldValue } from '@whisker/api/fields.ts'
import type { Point } from '@whisker/api/kinds/schema/points.ts'
import { pointGeometry } from '../objects/points.ts'
import type { Kind, KindOf } from './kind.ts'
import { attributesInOrder, objectsKind } from './objects.ts'

/** As in the shape. */
const usualRadius = 20

/** Places in a picture, put together as boxes are. */
export const pointsKind = (kindOf: KindOf): Kind =>
  objectsKind(kindOf, ({ radius = usualRadius }) => pointGeometry(radius), asGiven)

/** The keys in one order: see boxes.ts. */
function asGiven(value: FieldValue | null | undefined): Point[] | null {
  const isPoint = (one: object | string) => typeof one === 'object' && 'x' in one && !('width' in one)
  if (!Array.isArray(value) || !value.every(isPoint)) return null
  return (value as Point[]).map(({ label, x, y, attributes }) => ({
    ...(label !== undefined && { label }),
    ...{ x, y },
    ...attributesInOrder(attributes),
  }))
}
