import type { Point } from '../pictures/view.ts'
import { areaOf, crosses, distanceToSide, isInside } from './outline.ts'
import { distance, type Limits, placeIn, type Shape, type ShapeKind, within } from './shape.ts'

/** An outline that does not cross itself; the last corner is joined to the first. */
export type Outline = Shape & { points: [x: number, y: number][] }

const maxCorners = 1000

const cornersOf = ({ points }: Outline): Point[] => points.map(([x, y]) => ({ x, y }))

/** The corners, and then the middles of the sides: pulled, one of those becomes a corner. */
function handles(outline: Outline): Point[] {
  const corners = cornersOf(outline)
  const middles = corners.map((a, index) => {
    const b = corners[(index + 1) % corners.length]!
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
  })
  return [...corners, ...middles]
}

/** null: it would cross itself, have too few corners, or too many. */
function withCorners(outline: Outline, points: Outline['points']): Outline | null {
  const corners = points.map(([x, y]) => ({ x, y }))
  const fits = points.length >= 3 && points.length <= maxCorners && !crosses(corners)
  return fits ? { ...outline, points } : null
}

export const polygons: ShapeKind<Outline> = {
  ways: [{ name: 'outline', points: Number.POSITIVE_INFINITY }],
  refusal: 'crossing',
  outline: cornersOf,
  handles,
  handleAt(outline, at, reach) {
    const places = handles(outline)
    const near = places.map((_, handle) => handle).filter((handle) => distance(places[handle]!, at) <= reach)
    const count = outline.points.length
    // Rather a corner than the middle of a short side.
    const order = (handle: number) => distance(places[handle]!, at) + (handle < count ? 0 : reach / 4)
    return near.toSorted((a, b) => order(a) - order(b))[0] ?? null
  },
  corners: ({ points }) => points.map((_, index) => index),
  edge: (corner) => corner,
  pulled(outline, handle, to, limits) {
    const { x, y } = placeIn(to, limits)
    const count = outline.points.length
    const isCorner = handle < count
    return withCorners(
      outline,
      isCorner ? outline.points.with(handle, [x, y]) : outline.points.toSpliced(handle - count + 1, 0, [x, y]),
    )
  },
  moved(outline, dx, dy, { picture }) {
    const [xs, ys] = [outline.points.map(([x]) => x), outline.points.map(([, y]) => y)]
    const x = within(dx, -Math.min(...xs), picture.width - Math.max(...xs))
    const y = within(dy, -Math.min(...ys), picture.height - Math.max(...ys))
    const step = { x: Math.round(x * 100), y: Math.round(y * 100) }
    const by = (value: number, hundredths: number) => (Math.round(value * 100) + hundredths) / 100
    return { ...outline, points: outline.points.map(([x, y]) => [by(x, step.x), by(y, step.y)]) }
  },
  withoutCorner: (outline, corner) => withCorners(outline, outline.points.toSpliced(corner, 1)),
  isHit(outline, at, reach) {
    const corners = cornersOf(outline)
    if (isInside(corners, at)) return true
    return reach > 0 && corners.some((a, n) => distanceToSide(a, corners[(n + 1) % corners.length]!, at) <= reach)
  },
  area: (outline) => areaOf(cornersOf(outline)),
  block: (from, to) => [from, { x: to.x, y: from.y }, to, { x: from.x, y: to.y }],
  made: (given, label, limits) => made(given, label, limits),
}

/** A corner that was clicked twice is one. */
function made(given: readonly Point[], label: string | undefined, limits: Limits): Outline | null {
  const places = given.map((at) => placeIn(at, limits))
  const different = places.filter(({ x, y }, n) => n === 0 || x !== places[n - 1]!.x || y !== places[n - 1]!.y)
  const outline: Outline = { ...(label !== undefined && { label }), points: [] }
  return withCorners(
    outline,
    different.map(({ x, y }) => [x, y]),
  )
}
