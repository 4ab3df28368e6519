import type { FieldObject } from '@whisker/api/fields.ts'
import type { Geometry } from './geometry.ts'
import { pairUp } from './pair.ts'

/** Two are the same object from here on, as everybody scores boxes. */
const sameFrom = 0.5

export type Found = { found: number; missed: number; extra: number }

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
): Found {
  const found = pairsOf(geometry, truth, answer, min).filter((pair) => pair !== null).length
  return { found, missed: truth.length - found, extra: answer.length - found }
}

/** F1 (van Rijsbergen, 1979): 1 where nothing is missed and nothing extra; nothing said where nothing is is right. */
export function f1({ found, missed, extra }: Found): number {
  const all = 2 * found + missed + extra
  return all === 0 ? 1 : (2 * found) / all
}
