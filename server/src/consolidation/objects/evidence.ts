import type { FieldObject } from '@whisker/api/fields.ts'
import type { Candidate } from './candidates.ts'
import { candidatesOf } from './candidates.ts'
import type { Rates } from './crowd.ts'
import type { Geometry } from './geometry.ts'
import { pairUp } from './pair.ts'

/** What people marked in one item, put together: the part that does not depend on what is known of them. */
export type Marked<O extends FieldObject = FieldObject> = {
  workers: readonly number[]
  answers: readonly (readonly O[])[]
  candidates: Candidate[]
  /** Where the answers place each candidate. */
  middles: O[]
}

export function mark<O extends FieldObject>(
  geometry: Geometry<O>,
  workers: readonly number[],
  answers: readonly (readonly O[])[],
): Marked<O> {
  const candidates = candidatesOf(geometry, answers)
  const middles = candidates.map((candidate) => {
    const objects = objectsIn(answers, candidate)
    return geometry.middle(
      objects,
      objects.map(() => 1),
    )
  })
  return { workers, answers, candidates, middles }
}

export function objectsIn<O>(answers: readonly (readonly O[])[], { members }: Candidate): O[] {
  return [...members].flatMap((at, n) => (at < 0 ? [] : [answers[n]![at]!]))
}

/**
 * P(exists) of each candidate, from who marked it and who did not. Objects that are there, `rates.objects` an item, are marked by each
 * worker with their detection rate; false candidates are begun by one of those who marked them (each begins `extra` an item), and
 * marked by each other one with the probability `joins`:
 *
 *   there:  objects * product of detection (who marked it) * product of (1 - detection) (who did not)
 *   false:  sum of extra (who marked it) * joins^(marked - 1) * (1 - joins)^(not marked)
 *
 * As in Dawid and Skene (1979) with classes "there" and "not", whose prior is that of two Poisson processes: so a box that only one
 * of three people drew is judged by how seldom the others miss and how often this one invents.
 */
export function existence(rates: Rates, { workers, candidates }: Pick<Marked, 'workers' | 'candidates'>): Float64Array {
  const yes = workers.map((worker) => Math.log(rates.detection(worker)))
  const no = workers.map((worker) => Math.log(1 - rates.detection(worker)))
  const begins = workers.map((worker) => rates.extra(worker))
  const [joins, stays] = [Math.log(rates.joins), Math.log(1 - rates.joins)]
  const prior = Math.log(rates.objects)
  return Float64Array.from(candidates, ({ members, found }) => {
    let there = prior
    let begun = 0
    members.forEach((at, n) => {
      there += at < 0 ? no[n]! : yes[n]!
      if (at >= 0) begun += begins[n]!
    })
    const isFalse = Math.log(begun) + (found - 1) * joins + (members.length - found) * stays
    return 1 / (1 + Math.exp(isFalse - there))
  })
}

/**
 * How many objects are to be expected that nobody marked. Items differ in how many they have: with numbers that are spread as wide
 * as they are large (geometric), what is seen of this item counts, too.
 */
export function unseen(rates: Rates, workers: readonly number[], seen: number): number {
  const missed = workers.reduce((product, worker) => product * (1 - rates.detection(worker)), 1)
  return ((1 + seen) / (1 / rates.objects + 1 - missed)) * missed
}

/** P(exists) where what is right is known: 1 for what is paired with an object of it, 0 for the others; and how many all missed. */
export function knownExistence<O extends FieldObject>(
  geometry: Geometry<O>,
  { middles }: Marked<O>,
  truth: readonly O[],
): { exists: Float64Array; missed: number } {
  const partners = pairUp(geometry, middles, truth, 0.5, false)
  const exists = Float64Array.from(partners, (partner) => (partner < 0 ? 0 : 1))
  return { exists, missed: truth.length - exists.reduce((sum, one) => sum + one, 0) }
}
