import type { FieldObject } from '@whisker/api/fields.ts'
import type { Geometry } from './geometry.ts'
import { type Alike, f1, foundOf } from './score.ts'

/** Pairs of answers to different items that are compared for what chance would give. */
const maxByChance = 4000

/**
 * Krippendorff's alpha with 1 - F1 as the distance of two answers: how far people agree beyond what two answers to different items do.
 * (For answers that are objects: Braylan, Alonso and Lease, "Measuring annotator agreement generally across complex structured,
 * multi-object, and free-text annotation tasks", WWW 2022.)
 *
 * @param items the answers to each item.
 */
export function agreementOf<O extends FieldObject>(
  geometry: Geometry<O>,
  items: readonly (readonly (readonly O[])[])[],
  alike?: Alike,
): number | null {
  const distance = (a: readonly O[], b: readonly O[]) => 1 - f1(foundOf(geometry, a, b, undefined, alike))
  const shared = items.filter((answers) => answers.length > 1)
  if (shared.length === 0) return null
  let observed = 0
  let count = 0
  for (const answers of shared) {
    let sum = 0
    for (let a = 0; a < answers.length; a++) for (let b = 0; b < a; b++) sum += distance(answers[a]!, answers[b]!)
    observed += (2 * sum) / (answers.length - 1)
    count += answers.length
  }
  observed /= count
  const all = shared.flat()
  let expected = 0
  let pairs = 0
  // Each with those that stand so far behind it: the same pairs each time.
  for (let step = 1; step < all.length && pairs < maxByChance; step += 1 + Math.floor(step / 3))
    for (let a = 0; a + step < all.length && pairs < maxByChance; a++, pairs++)
      expected += distance(all[a]!, all[a + step]!)
  expected /= pairs
  return expected === 0 ? 1 : 1 - observed / expected
}
