import { toHundredths } from '@whisker/api/kinds/objects.ts'
import type { Point } from '@whisker/api/kinds/schema/points.ts'
import type { Geometry } from './geometry.ts'
import { weightedMedian } from './weighted-median.ts'

/** Squares of this side in radii overlap at least as much as their points do. */
const side = 5

/** Points that lie a radius apart overlap by a half: they are the same up to there, as boxes are. */
export function pointGeometry(radius: number): Geometry<Point> {
  const reach = (side / 2) * radius
  const apart = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y) / (2 * radius)
  return {
    bounds({ x, y }, out, at) {
      out[at] = x - reach
      out[at + 1] = y - reach
      out[at + 2] = x + reach
      out[at + 3] = y + reach
    },
    overlap: (a, b) => Math.max(0, 1 - apart(a, b)),
    middle(points, weights) {
      const across = points.map(({ x }) => x)
      const down = points.map(({ y }) => y)
      return { x: toHundredths(weightedMedian(across, weights)), y: toHundredths(weightedMedian(down, weights)) }
    },
    deviation: (a, b) => apart(a, b) / Math.SQRT2,
    size: () => 2 * radius,
  }
}
