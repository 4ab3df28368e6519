import type { FieldObject } from '@whisker/api/fields.ts'
import type { Geometry } from './geometry.ts'
import { type Outlines, outlinesOf, overlapOf } from './outlines.ts'

/** What an answer does, by which it is told whether somebody looks at the pictures at all. */
export const habits = ['nothing there', 'one around everything', 'something'] as const
const [nothing, everything, something] = [0, 1, 2]

/** One that is so much larger than each that others marked marks none of them. */
const minTimesLarger = 4
/** And it may end so much before theirs, relative to their size. */
const slack = 0.05
/** Who marks just the same marks the same. */
const sameFrom = 0.9

/**
 * The place in {@link habits} of each answer to one item. Whether one object is too large is told by what others marked there, for the size
 * of the picture is not at hand, and it may be full of one thing.
 */
export function habitsOf<O extends FieldObject>(geometry: Geometry<O>, answers: readonly (readonly O[])[]): number[] {
  const outlines = answers.map((objects) => outlinesOf(geometry, objects))
  return outlines.map((own, n) => {
    if (own.count !== 1) return own.count === 0 ? nothing : something
    const others = outlines.filter((other, o) => o !== n && !isSame(own, other))
    const seen = others.flatMap(({ count, edges }) => Array.from({ length: count }, (_, i) => edges.subarray(4 * i)))
    return seen.length > 0 && seen.every((edges) => swallows(own.edges, edges)) ? everything : something
  })
}

function isSame(a: Outlines, b: Outlines): boolean {
  return b.count === 1 && overlapOf(a.edges, 0, b.edges, 0) >= sameFrom
}

function areaOf(edges: Float64Array): number {
  return (edges[2]! - edges[0]!) * (edges[3]! - edges[1]!)
}

function swallows(own: Float64Array, other: Float64Array): boolean {
  const [across, down] = [slack * (other[2]! - other[0]!), slack * (other[3]! - other[1]!)]
  const contains =
    own[0]! <= other[0]! + across &&
    own[1]! <= other[1]! + down &&
    own[2]! >= other[2]! - across &&
    own[3]! >= other[3]! - down
  return contains && areaOf(own) >= minTimesLarger * areaOf(other)
}
