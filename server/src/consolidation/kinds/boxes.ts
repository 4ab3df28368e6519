import type { FieldValue } from '@whisker/api/fields.ts'
import type { Box } from '@whisker/api/kinds/schema/boxes.ts'
import { boxGeometry } from '../objects/boxes.ts'
import type { Kind, KindOf } from './kind.ts'
import { attributesInOrder, objectsKind } from './objects.ts'

/** Rectangles in a picture, put together one by one (objects/). */
export const boxesKind = (kindOf: KindOf): Kind => objectsKind(kindOf, () => boxGeometry, asGiven)

/** The keys in one order, whatever the database makes of them: the same answer is the same text. */
function asGiven(value: FieldValue | null | undefined): Box[] | null {
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'object' && 'width' in one)) return null
  return (value as Box[]).map(({ label, x, y, width, height, attributes }) => ({
    ...(label !== undefined && { label }),
    ...{ x, y, width, height },
    ...attributesInOrder(attributes),
  }))
}
