import { isCorner, maxCorners } from './corners.ts'
import type { FieldOf } from './kind.ts'
import { objectsKind, toHundredths } from './objects.ts'

/** Outlines in a picture. */
export const polygons = objectsKind<FieldOf<'polygons'>>({
  type: 'polygons',
  keys: ['points'],
  placed,
  example: () => ({
    points: [
      [0, 0],
      [10, 0],
      [0, 10],
    ],
  }),
})

/** Many programs say the first corner again at the end: it is one. */
function placed(outline: Record<string, unknown>): Record<string, unknown> {
  const { points } = outline
  if (!Array.isArray(points) || points.length > maxCorners + 1 || !points.every(isCorner)) return outline
  const corners = points.map(([x, y]) => [toHundredths(x), toHundredths(y)] as const)
  const [first, last] = [corners[0], corners.at(-1)]
  const isClosed = corners.length > 3 && first?.[0] === last?.[0] && first?.[1] === last?.[1]
  return { ...outline, points: isClosed ? corners.slice(0, -1) : corners }
}
