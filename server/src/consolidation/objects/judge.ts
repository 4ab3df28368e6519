import type { FieldObject } from '@whisker/api/fields.ts'
import type { ConsolidatedField, FieldResult, ObjectResult } from '../field.ts'
import type { SmallModels } from '../field-model.ts'
import { haveEqualVotes } from '../judge-choice.ts'
import type { Naming } from '../naming.ts'
import { type TaskState, unprovenInAgreement } from '../overlap.ts'
import { allRight, confidencesOf, judgeSmall, type Part, type Registries, valuesOf } from '../small/judge-small.ts'
import { countVotes } from '../votes.ts'
import { isProven } from '../worker-skill.ts'
import { attributeFields, saidOf } from './attributes.ts'
import type { Candidate } from './candidates.ts'
import { type ObjectsCrowd, type Rates, ratesOf } from './crowd.ts'
import { edgeBelief, edgeWeight } from './edges.ts'
import { existence, type Marked, mark, objectsIn, unseen } from './evidence.ts'
import type { Geometry } from './geometry.ts'
import { type Labels, type Named, namer } from './labels.ts'
import { outlinesOf } from './outlines.ts'

/** Published from here on. */
const publishedFrom = 0.5
/** An object that is no surer there, or not there, than this is asked about again; so is a label. */
const sureFrom = 0.9
/** And one of which another answer would have to be expected to overlap by less. */
const overlapFrom = 0.7
/** More of those that were left out nobody looks at. */
const maxLeftOut = 100

/** What is known of the crowd, and how small fields are judged. */
type Known = {
  crowd: ObjectsCrowd
  labels: Labels
  attributes: SmallModels
  registries: Registries
  naming: Naming
}

type Judged<O> = {
  candidate: Candidate
  object: O
  exists: number
  name: Named
  /** What is said of it; of those that nobody is told of nothing. */
  parts: Part[]
  /** Of its edges, relative to its size. */
  error: number
  /** Where edges are counted: with which probability all of them are right. */
  exact: number | null
  isPublished: boolean
}

/**
 * What the answers to one item say is there: O(answers x objects^2). The value is every object that is as likely there as not; its
 * confidence the probability that the whole set is right: that each is there and called so (and ends just there, where edges are counted),
 * that what is said of it is right,
 * that what was left out is not, and that nobody missed one. The posterior is published as it is (publish.ts softens others): that people miss the same objects, and invent the
 * same, is in the model.
 *
 * @param given null is "no answer".
 */
export function judgeObjects<O extends FieldObject>(
  geometry: Geometry<O>,
  field: ConsolidatedField,
  { crowd, labels, attributes, registries, naming }: Known,
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
  const said = (candidate: Candidate) =>
    judgeSmall(registries, attributeFields(field), attributes, saidOf(marked, candidate), naming)
  const judged = judgeEach(geometry, field, rates, labels, marked).map((one) =>
    one.isPublished ? { ...one, parts: said(one.candidate) } : one,
  )
  const kept = inReadingOrder(
    geometry,
    judged.filter(({ isPublished }) => isPublished),
  )
  const value = kept.map(objectOf)
  const missed = unseen(rates, workers, kept.length)
  const none = Math.exp(-missed)
  const product = (of: (one: Judged<O>) => number) => judged.reduce((all, one) => all * of(one), none)
  const confidence = product(({ isPublished, exists, name, exact, parts }) =>
    isPublished ? exists * name.published * (exact ?? 1) * allRight(parts) : 1 - exists,
  )
  const posterior = product(({ isPublished, exists, name, exact, parts }) =>
    isPublished ? exists * name.raw * (exact ?? 1) * allRight(parts) : 1 - exists,
  )
  return {
    result: {
      value,
      confidence,
      votes,
      objects: kept.map((one) => ({ ...told(geometry, one), disputed: !isSettled(one) })),
      ...leftOut(geometry, judged, said),
    },
    state: {
      ...standingOf(judged, workers, proven, given.length),
      posterior,
      settled: judged.every(isSettled),
      expected: Math.max(posterior, expectedF1(judged, missed)),
    },
  }
}

/** Every candidate of an item, published or not. */
export function judgeCandidates<O extends FieldObject>(
  geometry: Geometry<O>,
  field: ConsolidatedField,
  { crowd, labels }: { crowd: ObjectsCrowd; labels: Labels },
  workers: number[],
  answers: O[][],
): Judged<O>[] {
  return judgeEach(geometry, field, ratesOf(crowd), labels, mark(geometry, workers, answers))
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
  const noise = new Map(workers.map((worker) => [worker, rates.noise(worker)]))
  const noiseOf = (worker: number) => noise.get(worker)!
  const named = namer(labels)
  const judged = candidates.map((candidate, c): Judged<O> => {
    const objects = objectsIn(answers, candidate)
    const own = workersOf(workers, candidate)
    const noises = own.map(noiseOf)
    const rights = geometry.edges && own.map(rates.exact)
    const weights = rights ? rights.map(edgeWeight) : noises.map((noise) => 1 / noise ** 2)
    const object = geometry.middle(objects, weights)
    return {
      ...{ candidate, object, exists: exists[c]! },
      name: named(
        own,
        objects.map(({ label }) => label),
      ),
      error: errorOf(
        noises,
        objects.map((one) => geometry.deviation(one, object)),
      ),
      exact: rights ? exactness(geometry, objects, object, rights) : null,
      parts: [],
      isPublished: false,
    }
  })
  return published(geometry, field, judged)
}

/** With which probability all edges are where the object has them. They err by themselves. */
function exactness<O extends FieldObject>({ edges }: Geometry<O>, objects: O[], object: O, rights: number[]): number {
  const said = objects.map((one) => edges!(one))
  return edges!(object).reduce((product, edge, e) => {
    const places = said.map((each) => each[e]!)
    return product * edgeBelief(places, rights)[places.indexOf(edge)]!
  }, 1)
}

function workersOf(workers: readonly number[], { members }: Candidate): number[] {
  const own: number[] = []
  for (let n = 0; n < members.length; n++) if (members[n]! >= 0) own.push(workers[n]!)
  return own
}

/**
 * What is as likely there as not and can stand together, the likeliest first: of two that exclude each other the less likely one is left
 * out as something that may well be there, so that the set as a whole is unsure and somebody looks at it. As many as the form takes:
 * where that leaves too few, the likeliest of the others that can stand beside them.
 */
function published<O extends FieldObject>(
  { excludes }: Geometry<O>,
  { min_count = 0, max_count = Number.POSITIVE_INFINITY }: ConsolidatedField,
  judged: Judged<O>[],
): Judged<O>[] {
  const kept = new Set<Judged<O>>()
  const stands = (one: Judged<O>) => !excludes || ![...kept].some(({ object }) => excludes(object, one.object))
  for (const one of judged.toSorted((a, b) => b.exists - a.exists)) {
    if (kept.size >= (one.exists >= publishedFrom ? max_count : Math.min(min_count, max_count))) break
    if (stands(one)) kept.add(one)
  }
  return judged.map((one) => ({ ...one, isPublished: kept.has(one) }))
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

function isPlaced<O>({ error, exact }: Judged<O>): boolean {
  return exact === null ? expectedOverlap(error) >= overlapFrom : exact >= sureFrom
}

function isSettled<O>(one: Judged<O>): boolean {
  const { exists, name, parts, isPublished } = one
  if (!isPublished) return exists <= 1 - sureFrom
  const isSaid = parts.every(({ state }) => state.posterior >= sureFrom)
  return exists >= sureFrom && name.raw >= sureFrom && isSaid && isPlaced(one)
}

/**
 * F1 of what is published, as it is to be expected: twice what is right of it, by what is published and what is there. Where nothing is
 * published it says nothing, and the probability of the whole set does.
 */
function expectedF1<O>(judged: Judged<O>[], missed: number): number {
  const published = judged.filter(({ isPublished }) => isPublished)
  const right = published.reduce(
    (sum, one) => sum + one.exists * one.name.raw * allRight(one.parts) * (one.exact ?? Number(isPlaced(one))),
    0,
  )
  const there = judged.reduce((sum, { exists }) => sum + exists, missed)
  return published.length === 0 ? 0 : (2 * right) / (published.length + there)
}

/** From the top, then from the left. */
function inReadingOrder<O extends FieldObject>(geometry: Geometry<O>, judged: Judged<O>[]): Judged<O>[] {
  const { edges } = outlinesOf(
    geometry,
    judged.map(({ object }) => object),
  )
  const order = [...judged.keys()].sort(
    (i, j) => edges[4 * i + 1]! - edges[4 * j + 1]! || edges[4 * i]! - edges[4 * j]!,
  )
  return order.map((n) => judged[n]!)
}

function objectOf<O extends FieldObject>({ object, name, parts }: Judged<O>): O {
  const named = name.label === undefined ? object : { ...object, label: name.label }
  const attributes = valuesOf(parts)
  return Object.keys(attributes).length === 0 ? named : { ...named, attributes }
}

/** What may well be there all the same, for whoever looks at the result. */
function leftOut<O extends FieldObject>(
  geometry: Geometry<O>,
  judged: Judged<O>[],
  said: (candidate: Candidate) => Part[],
): Pick<FieldResult, 'left_out'> {
  const own = judged.filter(({ isPublished, exists }) => !isPublished && exists >= 1 - sureFrom)
  if (own.length === 0) return {}
  const likeliest = own
    .toSorted((a, b) => b.exists - a.exists)
    .slice(0, maxLeftOut)
    .map((one) => ({ ...one, parts: said(one.candidate) }))
  return { left_out: likeliest.map((one) => ({ ...told(geometry, one), object: objectOf(one) })) }
}

function told<O extends FieldObject>(
  geometry: Geometry<O>,
  { object, exists, name, parts, error, candidate }: Judged<O>,
): ObjectResult {
  const spread = Math.round(error * geometry.size(object) * 100) / 100
  const attributes = parts.length > 0 && { attributes: confidencesOf(parts) }
  return { exists, label: name.published, ...attributes, spread, found: candidate.found }
}

/** Who is for the set: as many as for the least agreed of it, and someone proven for each, or three who agree. */
function standingOf<O>(judged: Judged<O>[], workers: number[], proven: (worker: number) => boolean, answers: number) {
  let agreeing = workers.length
  let provenAgrees = judged.length > 0 || workers.some(proven)
  let tied = false
  for (const { candidate, isPublished, name, parts } of judged) {
    const own = workers.filter((_, n) => candidate.members[n]! >= 0 === isPublished)
    agreeing = Math.min(agreeing, own.length)
    provenAgrees &&= own.length >= unprovenInAgreement || own.some(proven)
    tied ||= haveEqualVotes([...candidate.members].map((at) => Number(at >= 0))) || (isPublished && name.tied)
    for (const { state } of parts) {
      agreeing = Math.min(agreeing, answers - (state.answers - state.agreeing))
      provenAgrees &&= state.provenAgrees || state.agreeing >= unprovenInAgreement || own.some(proven)
      tied ||= state.tied && state.answers > 1
    }
  }
  return { answers, agreeing, provenAgrees, tied }
}
