import type { FieldObject } from '@whisker/api/fields.ts'
import type { Geometry } from './geometry.ts'

/** Objects that are less alike than this are not the same one. */
export const minOverlap = 0.3
/** An object that is called otherwise is passed over for one that is called the same and lies nearly as well. */
const otherName = 0.75
/** More of those that lie near are not looked at for one object: a thousand boxes upon each other stay cheap. */
const maxRivals = 8

type Pair = { a: number; b: number; likeness: number }

/**
 * Pairs each object of one list with at most one of another: the most alike first, of all that overlap by `min`. Greedy: no pair of it
 * could be exchanged for a better one, and the sum of its likenesses is at least half of the best possible (Avis, Networks 13, 1983);
 * with people who mean the same objects it is the best one (a test compares).
 *
 * @returns for each of `a` its partner in `b`, or -1.
 */
export function pairUp<O extends FieldObject>(
  geometry: Geometry<O>,
  a: readonly O[],
  b: readonly O[],
  min = minOverlap,
  namesMatter = true,
): Int32Array {
  const bounds = b.map((object) => geometry.bounds(object))
  const byLeft = [...b.keys()].sort((i, j) => bounds[i]!.left - bounds[j]!.left)
  const lefts = Float64Array.from(byLeft, (i) => bounds[i]!.left)
  const pairs: Pair[] = []
  for (const [i, object] of a.entries()) {
    const own = geometry.bounds(object)
    const rivals: Pair[] = []
    for (let n = 0; n < byLeft.length && lefts[n]! < own.right; n++) {
      const j = byLeft[n]!
      const other = bounds[j]!
      if (other.right <= own.left || other.top >= own.bottom || other.bottom <= own.top) continue
      const overlap = geometry.overlap(object, b[j]!)
      if (overlap < min) continue
      const sameName = !namesMatter || object.label === b[j]!.label
      insert(rivals, { a: i, b: j, likeness: sameName ? overlap : overlap * otherName })
    }
    pairs.push(...rivals)
  }
  pairs.sort((p, q) => q.likeness - p.likeness || p.a - q.a || p.b - q.b)
  const partner = new Int32Array(a.length).fill(-1)
  const taken = new Uint8Array(b.length)
  for (const pair of pairs) {
    if (partner[pair.a] !== -1 || taken[pair.b]) continue
    partner[pair.a] = pair.b
    taken[pair.b] = 1
  }
  return partner
}

/** Keeps the best few, the best first. */
function insert(rivals: Pair[], pair: Pair): void {
  if (rivals.length === maxRivals && rivals.at(-1)!.likeness >= pair.likeness) return
  let at = rivals.length
  while (at > 0 && rivals[at - 1]!.likeness < pair.likeness) at--
  rivals.splice(at, 0, pair)
  if (rivals.length > maxRivals) rivals.pop()
}
