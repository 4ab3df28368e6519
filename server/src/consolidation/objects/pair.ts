import type { FieldObject } from '@whisker/api/fields.ts'
import type { Geometry } from './geometry.ts'
import { eachNear, nearIn } from './near.ts'
import { type Outlines, outlinesOf, overlapOf } from './outlines.ts'

/** Objects that are less alike than this are not the same one. */
export const minOverlap = 0.3
/** An object that is called otherwise is passed over for one that is called the same and lies nearly as well. */
const otherName = 0.75
/** More of those that lie near are not looked at for one object, and fewer are kept: a thousand boxes upon each other stay cheap. */
const maxLookedAt = 32
/** And so many may begin near it and lie elsewhere. */
const maxPassed = 200
const maxRivals = 8

export type Pairing = { min?: number; namesMatter?: boolean; overlap?: ((a: number, b: number) => number) | null }

/**
 * Pairs each object of one list with at most one of another: the most alike first, of all that overlap by `min`. Greedy: no pair of it
 * could be exchanged for a better one, and the sum of its likenesses is at least half of the best possible (Avis, Networks 13, 1983);
 * with people who mean the same objects it is the best one (a test compares).
 *
 * @param overlap how far two overlap, where their bounds do not tell.
 * @returns for each of `a` its partner in `b`, or -1.
 */
export function pairOutlines(
  a: Outlines,
  b: Outlines,
  { min = minOverlap, namesMatter = true, overlap = null }: Pairing = {},
): Int32Array {
  const partner = new Int32Array(a.count).fill(-1)
  if (a.count === 0 || b.count === 0) return partner
  const near = nearIn(b)
  const pairs: { a: number; b: number; likeness: number }[] = []
  for (let i = 0; i < a.count; i++) {
    const begin = pairs.length
    let lookedAt = 0
    let passed = 0
    eachNear(near, a.edges, i, min, (j) => {
      let likeness = overlapOf(a.edges, i, b.edges, j)
      if (likeness === 0) return ++passed < maxPassed
      if (likeness >= min && overlap) likeness = overlap(i, j)
      if (likeness >= min) {
        if (namesMatter && a.names[i] !== b.names[j]) likeness *= otherName
        pairs.push({ a: i, b: j, likeness })
      }
      return ++lookedAt < maxLookedAt
    })
    if (pairs.length - begin > maxRivals) {
      const rivals = pairs.splice(begin).sort((p, q) => q.likeness - p.likeness)
      pairs.push(...rivals.slice(0, maxRivals))
    }
  }
  const taken = new Uint8Array(b.count)
  for (const n of byLikeness(pairs)) {
    const pair = pairs[n]!
    if (partner[pair.a] !== -1 || taken[pair.b]) continue
    partner[pair.a] = pair.b
    taken[pair.b] = 1
  }
  return partner
}

/** The same of objects as they are. */
export function pairUp<O extends FieldObject>(
  geometry: Geometry<O>,
  a: readonly O[],
  b: readonly O[],
  { min = minOverlap, namesMatter = true } = {},
): Int32Array {
  const { overlap } = geometry
  const exact = overlap && ((i: number, j: number) => overlap(a[i]!, b[j]!))
  return pairOutlines(outlinesOf(geometry, a), outlinesOf(geometry, b), { min, namesMatter, overlap: exact })
}

const places = 2 ** 24

/** The numbers of the pairs, the most alike first, of equals the earlier: by a key that is sorted as a number. */
function byLikeness(pairs: readonly { likeness: number }[]): Float64Array {
  const keys = Float64Array.from(pairs, ({ likeness }, n) => Math.round((1 - likeness) * 2 ** 27) * places + n).sort()
  for (let n = 0; n < keys.length; n++) keys[n] = keys[n]! % places
  return keys
}
