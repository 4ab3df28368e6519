import type { FieldOf } from './kind.ts'
import { objectsKind, toHundredths } from './objects.ts'

const keys = ['x', 'y'] as const

/** Places in a picture: to count, and to find. */
export const points = objectsKind<FieldOf<'points'>>({
  type: 'points',
  keys,
  placed: (point) =>
    keys.some((key) => typeof point[key] !== 'number')
      ? point
      : { ...point, x: toHundredths(point.x as number), y: toHundredths(point.y as number) },
  example: () => ({ x: 1, y: 1 }),
})
