import { toHundredths } from '@whisker/api/kinds/objects.ts'
import type { Box } from '@whisker/api/kinds/schema/boxes.ts'
import type { Geometry } from './geometry.ts'
import { weightedMedian } from './weighted-median.ts'

export const boxGeometry: Geometry<Box> = {
  bounds({ x, y, width, height }, out, at) {
    out[at] = x
    out[at + 1] = y
    out[at + 2] = x + width
    out[at + 3] = y + height
  },
  overlap: null,
  middle(boxes, weights) {
    const edge = (of: (box: Box) => number) => toHundredths(weightedMedian(boxes.map(of), weights))
    const [x, y] = [edge((box) => box.x), edge((box) => box.y)]
    const [right, bottom] = [edge((box) => box.x + box.width), edge((box) => box.y + box.height)]
    return { x, y, width: toHundredths(right - x), height: toHundredths(bottom - y) }
  },
  deviation(a, b) {
    const across = (a.x - b.x) ** 2 + (a.x + a.width - b.x - b.width) ** 2
    const down = (a.y - b.y) ** 2 + (a.y + a.height - b.y - b.height) ** 2
    return Math.sqrt((across / b.width ** 2 + down / b.height ** 2) / 4)
  },
  size: ({ width, height }) => Math.sqrt(width * height),
}
