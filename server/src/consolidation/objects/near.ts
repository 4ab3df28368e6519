import type { Outlines } from './outlines.ts'

/** The rectangles of a list by where they begin, from the left and from the top, to be asked which lie near another one. */
export type Near = { left: Axis; top: Axis }
type Axis = { order: Int32Array; begins: Float64Array }

export function nearIn({ count, edges }: Outlines): Near {
  return { left: axisOf(count, edges, 0), top: axisOf(count, edges, 1) }
}

function axisOf(count: number, edges: Float64Array, side: 0 | 1): Axis {
  const order = Int32Array.from({ length: count }, (_, i) => i).sort(
    (i, j) => edges[4 * i + side]! - edges[4 * j + side]!,
  )
  return { order, begins: Float64Array.from(order, (i) => edges[4 * i + side]!) }
}

/** Whoever overlaps by `min` begins neither further before nor further behind, by the length of a side. */
const reach = (min: number) => ({ before: 1 / min - 1, behind: 1 - min })

/**
 * Tells those that may overlap rectangle `i` of `edges` by `min`, the nearest beginnings first, until it is told to stop. Of two
 * rectangles that overlap by so much both sides do: so the side by which fewer come into question is searched.
 */
export function eachNear(
  { left, top }: Near,
  edges: Float64Array,
  i: number,
  min: number,
  tell: (other: number) => boolean,
): void {
  const x = windowOf(left, edges[4 * i]!, edges[4 * i + 2]!, min)
  const y = windowOf(top, edges[4 * i + 1]!, edges[4 * i + 3]!, min)
  const { axis, from, at, to } = x.to - x.from <= y.to - y.from ? x : y
  let [down, up] = [at - 1, at]
  const { order, begins } = axis
  const own = begins === left.begins ? edges[4 * i]! : edges[4 * i + 1]!
  while (down >= from || up < to) {
    const isDown = up >= to || (down >= from && own - begins[down]! <= begins[up]! - own)
    if (!tell(order[isDown ? down-- : up++]!)) return
  }
}

function windowOf(axis: Axis, begin: number, end: number, min: number) {
  const side = end - begin
  const { before, behind } = reach(min)
  const { begins } = axis
  const from = lowerBound(begins, begin - before * side)
  return { axis, from, at: lowerBound(begins, begin), to: lowerBound(begins, begin + behind * side + 1e-9) }
}

/** The first place whose value is not below. */
function lowerBound(values: Float64Array, value: number): number {
  let [low, high] = [0, values.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (values[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
