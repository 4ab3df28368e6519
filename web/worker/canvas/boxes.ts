import type { Point } from '../pictures/view.ts'
import { distance, type Limits, type Shape, type ShapeKind } from './shape.ts'
import { between, endOf, type Span, shifted, withEnd } from './span.ts'

export type Box = Shape & { x: number; y: number; width: number; height: number }

type Side = { x?: 'from' | 'to'; y?: 'from' | 'to' }

/** Eight handles, clockwise from the top left corner: even ones are corners, odd ones edges. */
const sides: readonly Side[] = [
  { x: 'from', y: 'from' },
  { y: 'from' },
  { x: 'to', y: 'from' },
  { x: 'to' },
  { x: 'to', y: 'to' },
  { y: 'to' },
  { x: 'from', y: 'to' },
  { x: 'from' },
]

const acrossOf = ({ x, width }: Box): Span => ({ from: x, length: width })
const downOf = ({ y, height }: Box): Span => ({ from: y, length: height })

export function edgesOf(box: Box): { left: number; top: number; right: number; bottom: number } {
  return { left: box.x, top: box.y, right: endOf(acrossOf(box)), bottom: endOf(downOf(box)) }
}

function placed(box: Box, across: Span, down: Span): Box {
  return { ...box, x: across.from, y: down.from, width: across.length, height: down.length }
}

function handles(box: Box): Point[] {
  const { left, top, right, bottom } = edgesOf(box)
  const place = (side: 'from' | 'to' | undefined, from: number, to: number) =>
    side === 'from' ? from : side === 'to' ? to : (from + to) / 2
  return sides.map(({ x, y }) => ({ x: place(x, left, right), y: place(y, top, bottom) }))
}

export const boxes: ShapeKind<Box> = {
  ways: [
    { name: 'corners', points: 2 },
    { name: 'extremes', points: 4 },
  ],
  refusal: 'too_small',
  outline: (box) => handles(box).filter((_, handle) => handle % 2 === 0),
  handles,
  handleAt(box, at, reach) {
    const places = handles(box)
    const near = sides.map((_, handle) => handle).filter((handle) => distance(places[handle]!, at) <= reach)
    // Of a small box all are within reach: the nearest one is meant, and rather a corner.
    const order = (handle: number) => distance(places[handle]!, at) + (handle % 2 === 0 ? 0 : reach / 4)
    const [nearest] = near.sort((a, b) => order(a) - order(b))
    return nearest ?? edgeAt(box, at, reach)
  },
  corners: () => [4, 6, 0, 2],
  edge(corner, across) {
    const { x, y } = sides[corner] ?? {}
    return across ? (x === 'from' ? 7 : 3) : y === 'from' ? 1 : 5
  },
  pulled(box, handle, to, { picture, minSize }) {
    const { x, y } = sides[handle] ?? {}
    return placed(
      box,
      x ? withEnd(acrossOf(box), x, to.x, picture.width, minSize) : acrossOf(box),
      y ? withEnd(downOf(box), y, to.y, picture.height, minSize) : downOf(box),
    )
  },
  moved: (box, dx, dy, { picture }) =>
    placed(box, shifted(acrossOf(box), dx, picture.width), shifted(downOf(box), dy, picture.height)),
  withoutCorner: () => null,
  isHit(box, { x, y }, reach) {
    const { left, top, right, bottom } = edgesOf(box)
    return x >= left - reach && x <= right + reach && y >= top - reach && y <= bottom + reach
  },
  area: ({ width, height }) => width * height,
  block: (from, to) => [from, to],
  made: (points, label, limits) => around(points, label, limits),
}

/** Anywhere along an edge. */
function edgeAt(box: Box, { x, y }: Point, reach: number): number | null {
  const { left, top, right, bottom } = edgesOf(box)
  if (x < left - reach || x > right + reach || y < top - reach || y > bottom + reach) return null
  const far = [
    [1, Math.abs(y - top)],
    [3, Math.abs(x - right)],
    [5, Math.abs(y - bottom)],
    [7, Math.abs(x - left)],
  ] as const
  const [handle, gap] = far.toSorted((a, b) => a[1] - b[1])[0]!
  return gap <= reach ? handle : null
}

/** The box around two corners or four outermost points; less than that is none yet. */
function around(points: readonly Point[], label: string | undefined, { picture, minSize }: Limits): Box | null {
  if (points.length < 2) return null
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)]
  const across = between(Math.min(...xs), Math.max(...xs), picture.width)
  const down = between(Math.min(...ys), Math.max(...ys), picture.height)
  const min = Math.max(0.01, minSize)
  if (across.length < min || down.length < min) return null
  const place = { x: across.from, y: down.from, width: across.length, height: down.length }
  return label === undefined ? place : { label, ...place }
}
