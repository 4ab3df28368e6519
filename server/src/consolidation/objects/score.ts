import type { FieldObject } from '@whisker/api/fields.ts'
import type { Geometry } from './geometry.ts'
import { pairUp } from './pair.ts'

/** Two are the same object from here on, as everybody scores boxes. */
const sameFrom = 0.5

/** `right`: how many of those that were found count, where more is said of each. */
export type Found = { found: number; missed: number; extra: number; right?: number }
/** Which share of what is said of an object is right. */
export type Alike = (right: FieldObject, said: FieldObject) => number

/** For each object of an answer, which of the right ones it is: they overlap by a half, and are called the same. null: none. */
export function pairsOf<O extends FieldObject>(
  geometry: Geometry<O>,
  truth: readonly O[],
  answer: readonly O[],
  min = sameFrom,
): (number | null)[] {
  const pairs = answer.map((): number | null => null)
  for (const [n, at] of pairUp(geometry, truth, answer, { min }).entries())
    if (at >= 0 && truth[n]!.label === answer[at]!.label) pairs[at] = n
  return pairs
}

/** What an answer has of what is right. */
export function foundOf<O extends FieldObject>(
  geometry: Geometry<O>,
  truth: readonly O[],
  answer: readonly O[],
  min = sameFrom,
  alike?: Alike,
): Found {
  const pairs = pairsOf(geometry, truth, answer, min)
  const found = pairs.filter((pair) => pair !== null).length
  const counts = { found, missed: truth.length - found, extra: answer.length - found }
  if (!alike) return counts
  const worth = pairs.map((pair, n) => (pair === null ? 0 : alike(truth[pair]!, answer[n]!)))
  return { ...counts, right: worth.reduce((sum, one) => sum + one, 0) }
}

/** F1 (van Rijsbergen, 1979): 1 where nothing is missed and nothing extra; nothing said where nothing is is right. */
export function f1({ found, missed, extra, right = found }: Found): number {
  const all = 2 * found + missed + extra
  return all === 0 ? 1 : (2 * right) / all
}
