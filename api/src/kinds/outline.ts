import { isCorner, maxCorners } from './corners.ts'
import type { Fault, Size } from './kind.ts'
import { outsideOf } from './outside.ts'

/** What is wrong with the corners of an outline. */
export function outlineFault(points: unknown, picture: Size | undefined): Fault | null {
  const at = '/points'
  if (!Array.isArray(points)) return { code: 'wrong_type', detail: 'must be a list of corners, each [x, y].', at }
  if (points.length < 3) return { code: 'too_few_corners', detail: 'needs at least 3 corners.', at }
  if (points.length > maxCorners)
    return { code: 'too_many_corners', detail: `takes at most ${maxCorners} corners.`, at }
  for (const [n, corner] of points.entries()) {
    if (!isCorner(corner) || !corner.every(Number.isFinite))
      return { code: 'wrong_type', detail: 'must be two numbers, [x, y].', at: `${at}/${n}` }
    const [x, y] = corner
    const fault = outsideOf(x, picture?.width, `${at}/${n}/0`) ?? outsideOf(y, picture?.height, `${at}/${n}/1`)
    if (fault) return fault
  }
  const where = crossing(points as [number, number][])
  if (where === null) return null
  return {
    code: 'crossing',
    detail: 'crosses itself, or goes back on itself, behind this corner.',
    at: `${at}/${where}`,
  }
}

type Corner = readonly [x: number, y: number]

/**
 * Behind which corner an outline meets itself: two sides that are no neighbours touch, or neighbours lie on each other. null: it does
 * not. Sides are compared where they may meet, from the left.
 */
export function crossing(corners: readonly Corner[]): number | null {
  const count = corners.length
  const sides = corners.map((from, n) => {
    const to = corners[(n + 1) % count]!
    return { n, from, to, left: Math.min(from[0], to[0]), right: Math.max(from[0], to[0]) }
  })
  sides.sort((a, b) => a.left - b.left)
  for (const [i, a] of sides.entries())
    for (let j = i + 1; j < count && sides[j]!.left <= a.right; j++) {
      const b = sides[j]!
      if (sidesMeet(a, b, count)) return Math.min(a.n, b.n)
    }
  return null
}

type Side = { n: number; from: Corner; to: Corner }

function sidesMeet(a: Side, b: Side, count: number): boolean {
  if ((a.n + 1) % count === b.n) return goesBack(a.from, a.to, b.to)
  if ((b.n + 1) % count === a.n) return goesBack(b.from, b.to, a.to)
  return meet(a.from, a.to, b.from, b.to)
}

/** On which side of the line from `a` to `b`: 0 is on it. */
function turn(a: Corner, b: Corner, c: Corner): number {
  return Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))
}

/** Of two sides that share a corner: the second runs back along the first, or one of them has no length. */
function goesBack(from: Corner, corner: Corner, to: Corner): boolean {
  if (turn(from, corner, to) !== 0) return false
  return (corner[0] - from[0]) * (to[0] - corner[0]) + (corner[1] - from[1]) * (to[1] - corner[1]) <= 0
}

function meet(a: Corner, b: Corner, c: Corner, d: Corner): boolean {
  const [c1, d1, a2, b2] = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)]
  if (c1 * d1 < 0 && a2 * b2 < 0) return true
  return (
    (c1 === 0 && isBetween(a, b, c)) ||
    (d1 === 0 && isBetween(a, b, d)) ||
    (a2 === 0 && isBetween(c, d, a)) ||
    (b2 === 0 && isBetween(c, d, b))
  )
}

function isBetween(a: Corner, b: Corner, c: Corner): boolean {
  const within = (axis: 0 | 1) => Math.min(a[axis], b[axis]) <= c[axis] && c[axis] <= Math.max(a[axis], b[axis])
  return within(0) && within(1)
}
