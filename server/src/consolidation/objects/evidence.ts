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
}

export function mark<O extends FieldObject>(
  geometry: Geometry<O>,
  workers: readonly number[],
  answers: readonly (readonly O[])[],
): Marked<O> {
  return { workers, answers, candidates: candidatesOf(geometry, answers) }
}

export function objectsIn<O>(answers: readonly (readonly O[])[], { members }: Candidate): O[] {
  const objects: O[] = []
  for (let n = 0; n < members.length; n++) if (members[n]! >= 0) objects.push(answers[n]![members[n]!]!)
  return objects
}

/** Where the answers place each candidate, all counting alike. */
export function middlesOf<O extends FieldObject>(
  geometry: Geometry<O>,
  { answers, candidates }: Omit<Marked<O>, 'workers'>,
): O[] {
  return candidates.map((candidate) => {
    const objects = objectsIn(answers, candidate)
    return geometry.middle(
      objects,
      objects.map(() => 1),
    )
  })
}

/**
 * Objects are not equally easy to see, and who looks at a hard one misses it together with the others. So an object is as hard as
 * one of three: on the logit scale of the detection rate a normal distribution, by its three points of Gauss and Hermite (Rasch, 1960,
 * with the ability of people and the difficulty of things). How wide it is, is learned of each crowd.
 */
const difficulties = [
  { by: -Math.sqrt(3), weight: 1 / 6 },
  { by: 0, weight: 2 / 3 },
  { by: Math.sqrt(3), weight: 1 / 6 },
]

/**
 * With which probability a worker marks an object as hard as each. In the mean over all objects that is their detection rate: the
 * middle of the curve lies further out than that (MacKay, Neural Computation 4, 1992).
 */
function detections(rates: Rates, worker: number, hardness = rates.hardness): number[] {
  const rate = rates.detection(worker)
  const middle = Math.log(rate / (1 - rate)) * Math.sqrt(1 + (Math.PI * hardness ** 2) / 8)
  return difficulties.map(({ by }) => 1 / (1 + Math.exp(by * hardness - middle)))
}

/** How likely it is that just these mark an object that is there: the mean over how hard it may be. */
function marking({ members }: Pick<Candidate, 'members'>, marks: readonly number[][]): number {
  let sum = 0
  for (let d = 0; d < difficulties.length; d++) {
    let product = difficulties[d]!.weight
    for (let n = 0; n < members.length; n++) product *= members[n]! < 0 ? 1 - marks[n]![d]! : marks[n]![d]!
    sum += product
  }
  return sum
}

/**
 * P(exists) of each candidate, from who marked it and who did not. Objects that are there, `rates.objects` an item, are marked by each
 * worker with their detection rate; false candidates are begun by one of those who marked them (each begins `extra` an item), and
 * marked by each other one with the probability `joins`:
 *
 *   there:  objects * mean over difficulties of  product of detection (who marked it) * product of (1 - detection) (who did not)
 *   false:  sum of extra (who marked it) * joins^(marked - 1) * (1 - joins)^(not marked)
 *
 * As in Dawid and Skene (1979) with classes "there" and "not", whose prior is that of two Poisson processes: so a box that only one
 * of three people drew is judged by how seldom the others miss and how often this one invents.
 */
export function existence(rates: Rates, { workers, candidates }: Pick<Marked, 'workers' | 'candidates'>): Float64Array {
  const marks = workers.map((worker) => detections(rates, worker))
  const begins = workers.map((worker) => rates.extra(worker))
  return Float64Array.from(candidates, (candidate) => {
    const isThere = rates.objects * marking(candidate, marks)
    return isThere / (isThere + inventing(rates, candidate, begins))
  })
}

function inventing({ joins }: Rates, { members, found }: Candidate, begins: readonly number[]): number {
  let begun = 0
  for (let n = 0; n < members.length; n++) if (members[n]! >= 0) begun += begins[n]!
  return begun * joins ** (found - 1) * (1 - joins) ** (members.length - found)
}

/**
 * Log likelihood of who marked what in an item, if objects were that unequally hard: of the two Poisson processes, without what is the
 * same for each hardness.
 */
export function fitOf(rates: Rates, { workers, candidates }: Pick<Marked, 'workers' | 'candidates'>, hardness: number) {
  const marks = workers.map((worker) => detections(rates, worker, hardness))
  const begins = workers.map((worker) => rates.extra(worker))
  const seen = rates.objects * (1 - missing(marks))
  return candidates.reduce(
    (sum, candidate) => sum + Math.log(rates.objects * marking(candidate, marks) + inventing(rates, candidate, begins)),
    -seen,
  )
}

/** How likely it is that all miss an object. */
function missing(marks: readonly number[][]): number {
  return marking({ members: new Int32Array(marks.length).fill(-1) }, marks)
}

/**
 * How many objects are to be expected that nobody marked. Items differ in how many they have: with numbers that are spread as wide
 * as they are large (geometric), what is seen of this item counts, too.
 */
export function unseen(rates: Rates, workers: readonly number[], seen: number): number {
  const missed = missing(workers.map((worker) => detections(rates, worker)))
  return ((1 + seen) / (1 / rates.objects + 1 - missed)) * missed
}

/** P(exists) where what is right is known: 1 for what is paired with an object of it, 0 for the others; and how many all missed. */
export function knownExistence<O extends FieldObject>(
  geometry: Geometry<O>,
  middles: readonly O[],
  truth: readonly O[],
): { exists: Float64Array; missed: number; partners: Int32Array } {
  const partners = pairUp(geometry, middles, truth, { min: 0.5, namesMatter: false })
  const exists = Float64Array.from(partners, (partner) => (partner < 0 ? 0 : 1))
  return { exists, missed: truth.length - exists.reduce((sum, one) => sum + one, 0), partners }
}
