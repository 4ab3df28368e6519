import type { FieldObject } from '@whisker/api/fields.ts'
import type { ConsolidatedField, FieldResult, ObjectResult } from '../field.ts'
import { haveEqualVotes } from '../judge-choice.ts'
import { type TaskState, unprovenInAgreement } from '../overlap.ts'
import { voteShare } from '../publish.ts'
import { countVotes } from '../votes.ts'
import { isProven } from '../worker-skill.ts'
import type { Candidate } from './candidates.ts'
import { type ObjectsCrowd, type Rates, ratesOf } from './crowd.ts'
import { existence, type Marked, mark, objectsIn, unseen } from './evidence.ts'
import type { Geometry } from './geometry.ts'
import { type Labels, type Named, nameOf } from './labels.ts'
import { f1, foundOf } from './score.ts'

/** Published from here on. */
const publishedFrom = 0.5
/** An object that is no surer there, or not there, than this is asked about again; so is a label. */
const sureFrom = 0.9
/** And one of which another answer would have to be expected to overlap by less. */
const overlapFrom = 0.7
/** How far the errors of people who mark objects are taken to go together (publish.ts); what they invent together is in the model. */
const rhoOfObjects = 0.1

type Judged<O> = {
  candidate: Candidate
  object: O
  /** The probabilities of the model, and as they are published. */
  raw: number
  exists: number
  name: Named
  /** Of its edges, relative to its size. */
  error: number
  isPublished: boolean
}

/**
 * What the answers to one item say is there: O(answers x objects^2). The value is every object that is as likely there as not; its
 * confidence the probability that the whole set is right: that each is there and called so, that what was left out is not, and that
 * nobody missed one.
 *
 * @param given null is "no answer".
 */
export function judgeObjects<O extends FieldObject>(
  geometry: Geometry<O>,
  field: ConsolidatedField,
  crowd: ObjectsCrowd,
  labels: Labels,
  everybody: number[],
  given: (O[] | null)[],
): { result: FieldResult; state: TaskState } {
  const votes = countVotes(given, JSON.stringify)
  const silent = given.filter((answer) => answer === null).length
  const rates = ratesOf(crowd)
  const proven = (worker: number) => worker < crowd.room && isProven(crowd.matched[worker]!, crowd.compared[worker]!, 2)
  if (silent * 2 > given.length || silent === given.length) {
    const share = silent / given.length
    const own = everybody.filter((_, n) => given[n] === null)
    const state = {
      answers: given.length,
      agreeing: silent,
      provenAgrees: own.some(proven),
      posterior: share,
      tied: false,
    }
    return { result: { value: null, confidence: share, votes }, state }
  }
  const workers = everybody.filter((_, n) => given[n] !== null)
  const answers = given.filter((answer) => answer !== null)
  const marked = mark(geometry, workers, answers)
  const judged = judgeEach(geometry, field, rates, labels, marked)
  const kept = judged.filter(({ isPublished }) => isPublished).sort(inReadingOrder)
  const value = kept.map(({ object, name }) => (name.label === undefined ? object : { ...object, label: name.label }))
  const none = Math.exp(-unseen(rates, workers, kept.length))
  const product = (of: (one: Judged<O>) => number) => judged.reduce((all, one) => all * of(one), none)
  const soft = product(({ isPublished, exists, name }) => (isPublished ? exists * name.published : 1 - exists))
  const alike = answers.filter((answer) => f1(foundOf(geometry, value as O[], answer)) === 1).length
  return {
    result: {
      value,
      confidence: (1 - voteShare) * soft + (voteShare * alike) / given.length,
      votes,
      objects: kept.map((one) => told(geometry, one)),
    },
    state: {
      ...standingOf(judged, workers, proven, given.length),
      posterior: product(({ isPublished, raw, name }) => (isPublished ? raw * name.raw : 1 - raw)),
      settled: judged.every(isSettled),
    },
  }
}

function judgeEach<O extends FieldObject>(
  geometry: Geometry<O>,
  field: ConsolidatedField,
  rates: Rates,
  labels: Labels,
  marked: Marked<O>,
): Judged<O>[] {
  const { workers, answers, candidates } = marked
  const exists = existence(rates, marked)
  const judged = candidates.map((candidate, c): Judged<O> => {
    const objects = objectsIn(answers, candidate)
    const own = workers.filter((_, n) => candidate.members[n]! >= 0)
    const noises = own.map((worker) => rates.noise(worker))
    const precision = noises.map((noise) => 1 / noise ** 2)
    const object = geometry.middle(objects, precision)
    const raw = exists[c]!
    return {
      ...{ candidate, object, raw, exists: softened(raw, workers.length) },
      name: nameOf(
        labels,
        own,
        objects.map(({ label }) => label),
      ),
      error: errorOf(
        noises,
        objects.map((one) => geometry.deviation(one, object)),
      ),
      isPublished: raw >= publishedFrom,
    }
  })
  return withinCounts(field, judged)
}

/** As many as the form takes: the likeliest. */
function withinCounts<O>(
  { min_count = 0, max_count = Number.POSITIVE_INFINITY }: ConsolidatedField,
  judged: Judged<O>[],
) {
  const number = judged.filter(({ isPublished }) => isPublished).length
  const wanted = Math.min(max_count, Math.max(min_count, number))
  if (wanted === number) return judged
  const likeliest = new Set(judged.toSorted((a, b) => b.raw - a.raw).slice(0, wanted))
  return judged.map((one) => ({ ...one, isPublished: likeliest.has(one) }))
}

/** p^(1 / (1 + rho (n - 1))) of two, renormalised (publish.ts). */
function softened(p: number, answers: number): number {
  const exponent = 1 / (1 + rhoOfObjects * (answers - 1))
  const [yes, no] = [Math.max(p, 1e-12) ** exponent, Math.max(1 - p, 1e-12) ** exponent]
  return yes / (yes + no)
}

/**
 * How far the middle may be off, relative to the object's size: from how far its people usually are and how far they were here, in
 * equal parts. A median of n is as good as a mean of 2n/pi (Laplace, 1818).
 */
function errorOf(noises: number[], deviations: number[]): number {
  const n = noises.length
  const usual = n / noises.reduce((sum, noise) => sum + 1 / noise ** 2, 0)
  const here = deviations.reduce((sum, deviation) => sum + deviation ** 2, 0) / Math.max(1, n - 1)
  const square = n === 1 ? usual : (usual + here) / 2
  return Math.sqrt((square / n) * (n > 2 ? Math.PI / 2 : 1))
}

/** Four edges that are off by their mean absolute error each take that much from the intersection, or add it to the union. */
function expectedOverlap(error: number): number {
  return 1 - 4 * Math.sqrt(2 / Math.PI) * error
}

function isSettled<O>({ raw, name, error, isPublished }: Judged<O>): boolean {
  if (!isPublished) return raw <= 1 - sureFrom
  return raw >= sureFrom && name.raw >= sureFrom && expectedOverlap(error) >= overlapFrom
}

function inReadingOrder<O extends FieldObject>(a: Judged<O>, b: Judged<O>): number {
  return a.object.y - b.object.y || a.object.x - b.object.x
}

function told<O extends FieldObject>(
  geometry: Geometry<O>,
  { object, exists, name, error, candidate }: Judged<O>,
): ObjectResult {
  const spread = Math.round(error * geometry.size(object) * 100) / 100
  return { exists, label: name.published, spread, found: candidate.found }
}

/** Who is for the set: as many as for its least agreed object, and someone proven for each, or three who agree. */
function standingOf<O>(judged: Judged<O>[], workers: number[], proven: (worker: number) => boolean, answers: number) {
  let agreeing = workers.length
  let provenAgrees = judged.length > 0 || workers.some(proven)
  let tied = false
  for (const { candidate, isPublished, name } of judged) {
    const own = workers.filter((_, n) => candidate.members[n]! >= 0 === isPublished)
    agreeing = Math.min(agreeing, own.length)
    provenAgrees &&= own.length >= unprovenInAgreement || own.some(proven)
    tied ||= haveEqualVotes([...candidate.members].map((at) => Number(at >= 0))) || (isPublished && name.tied)
  }
  return { answers, agreeing, provenAgrees, tied }
}
