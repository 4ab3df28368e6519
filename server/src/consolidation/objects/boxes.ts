import { toHundredths } from '@whisker/api/kinds/objects.ts'
import type { Box } from '@whisker/api/kinds/schema/boxes.ts'
import type { Geometry } from './geometry.ts'
import { weightedMedian } from './weighted-median.ts'

export const boxGeometry: Geometry<Box> = {
  bounds: ({ x, y, width, height }) => ({ left: x, top: y, right: x + width, bottom: y + height }),
  overlap: intersectionOverUnion,
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

/** Intersection over union (Jaccard, 1901), as everybody compares boxes. */
export function intersectionOverUnion(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  if (width <= 0) return 0
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  if (height <= 0) return 0
  const both = width * height
  return both / (a.width * a.height + b.width * b.height - both)
}
