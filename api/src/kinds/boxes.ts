import type { FieldOf } from './kind.ts'
import { objectsKind, toHundredths } from './objects.ts'
import type { Box } from './schema/boxes.ts'

type Boxes = FieldOf<'boxes'>

const keys = ['x', 'y', 'width', 'height'] as const

/** Rectangles in a picture, each with a label where the form has options. */
export const boxes = objectsKind<Boxes>({
  type: 'boxes',
  keys,
  placed,
  example({ min_size = 1 }) {
    const side = Math.max(10, Math.ceil(min_size))
    return { x: 0, y: 0, width: side, height: side }
  },
})

/** Edges are rounded, not sizes: what lies at the edge of the picture stays in it. */
function placed(box: Record<string, unknown>): Record<string, unknown> {
  if (keys.some((key) => typeof box[key] !== 'number')) return box
  const { x, y, width, height } = box as Box
  const [left, top] = [toHundredths(x), toHundredths(y)]
  return {
    ...box,
    ...{ x: left, y: top },
    width: toHundredths(toHundredths(x + width) - left),
    height: toHundredths(toHundredths(y + height) - top),
  }
}
