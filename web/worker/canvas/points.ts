import type { Point } from '../pictures/view.ts'
import { distance, type Limits, placeIn, type Shape, type ShapeKind } from './shape.ts'

/** One place, to be counted. */
export type Place = Shape & Point

export const points: ShapeKind<Place> = {
  ways: [{ name: 'place', points: 1 }],
  refusal: 'too_small',
  outline: ({ x, y }) => [{ x, y }],
  handles: ({ x, y }) => [{ x, y }],
  handleAt: (place, at, reach) => (distance(place, at) <= reach ? 0 : null),
  corners: () => [0],
  edge: () => 0,
  pulled: (place, _, to, limits) => ({ ...place, ...placeIn(to, limits) }),
  moved: (place, dx, dy, limits) => ({ ...place, ...placeIn({ x: place.x + dx, y: place.y + dy }, limits) }),
  withoutCorner: () => null,
  isHit: (place, at, reach) => distance(place, at) <= reach,
  area: () => 0,
  block: (from, to) => [{ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }],
  made: (given, label, limits) => made(given.at(-1), label, limits),
}

/** Where the pointer lifted off: on a phone the place is found under the loupe. */
function made(at: Point | undefined, label: string | undefined, limits: Limits): Place | null {
  if (!at) return null
  const place = placeIn(at, limits)
  return label === undefined ? place : { label, ...place }
}
