import type { FieldValue } from '@whisker/api/fields.ts'
import type { Row } from '@whisker/api/kinds/schema/rows.ts'
import type { FieldResult, ModelledField, RowResult } from '../field.ts'
import type { RowsModel } from '../field-model.ts'
import { haveEqualVotes } from '../judge-choice.ts'
import type { Naming } from '../naming.ts'
import { onlinePosterior, onlinePublished } from '../online.ts'
import { isProvenByCoin } from '../online-coins.ts'
import { type TaskState, unprovenInAgreement } from '../overlap.ts'
import { soften, voteShare } from '../publish.ts'
import { allRight, confidencesOf, judgeSmall, type Part, type Registries, valuesOf } from '../small/judge-small.ts'
import { countVotes } from '../votes.ts'
import { judgedFields, keyField, matchRows, presence, smallFields, type Thing } from './match.ts'

/** Published from here on. */
const publishedFrom = 0.5
/** A place of a tree that is less sure to be what a thing is gives way to the one above it. */
const sureFrom = 0.9

/** `exists` is what is told: as modest as any answer, but without the votes, which stand beside it (`found`). */
type Judged = { thing: Thing; exists: number; raw: number; isPublished: boolean; parts: Part[] }

/**
 * What the answers to one item say is there: O(answers x (things + asked)). A thing is published when it is as likely there as not, with
 * what those say of it who name it, each small field by its own kind. The field's confidence is the probability that all of it is right:
 *
 *   P = prod over things published: P(there) x prod over its small fields: P(field)
 *     x prod over things named and left out: 1 - P(there)
 *     x (1 - P(there | nobody named it)) ^ (things asked about - things named)
 *
 * by the raw posteriors, pooled with the share of the answers that say just that (publish.ts), once for the whole: few answers are alike in
 * all their parts, which is as modest as is honest. To be modest at each part makes the product far too modest (docs/measurements.md).
 *
 * It is asked on until the whole is as sure as was asked for. At the most nobody has to look where as much is expected to be right as was
 * asked for (F1 of the rows): one number in doubt among many things is no review.
 *
 * @param given null is "no answer".
 */
export function judgeRows(
  registries: Registries,
  field: ModelledField,
  model: RowsModel,
  everybody: number[],
  given: (Row[] | null)[],
  naming: Naming,
): { result: FieldResult; state: TaskState } {
  const votes = countVotes(given, JSON.stringify)
  const proven = (worker: number) => isProvenByCoin(model.sets, worker)
  const silent = given.filter((answer) => answer === null).length
  if (silent * 2 > given.length || silent === given.length) {
    const share = silent / given.length
    const provenAgrees = everybody.some((worker, n) => given[n] === null && proven(worker))
    const state = { answers: given.length, agreeing: silent, provenAgrees, posterior: share, tied: false }
    return { result: { value: null, confidence: share, votes }, state }
  }
  const workers = everybody.filter((_, n) => given[n] !== null)
  const answers = given.filter((answer) => answer !== null)
  const judged = judgeEach(registries, field, model, workers, answers, naming)
  const kept = inOrderOfKeys(
    field,
    judged.filter(({ isPublished }) => isPublished),
  )
  const none = { workers, labels: workers.map(() => 0) }
  const unnamed = Math.max(0, model.asked - judged.length)
  const posterior = judged.reduce(
    (all, one) => all * (one.isPublished ? one.raw * allRight(one.parts) : 1 - one.raw),
    onlinePosterior(model.there, none)[0]! ** unnamed,
  )
  const value = kept.map((one) => rowOf(field, one)) as FieldValue
  const asked = JSON.stringify(value)
  const voted = given.filter((answer) => JSON.stringify(answer) === asked).length
  const confidence = (1 - voteShare) * posterior + (voteShare * voted) / given.length
  return {
    result: {
      value,
      ...{ confidence, votes, rows: kept.map(told) },
    },
    state: {
      ...standingOf(judged, workers, proven, given.length),
      posterior,
      expected: Math.max(posterior, expectedF1(judged, unnamed * onlinePosterior(model.there, none)[1]!)),
    },
  }
}

function judgeEach(
  registries: Registries,
  field: ModelledField,
  { there, fields }: RowsModel,
  workers: number[],
  answers: Row[][],
  naming: Naming,
): Judged[] {
  const by = { naming, spelling: new Map(), scatter: null }
  const things = matchRows(registries.kindOf(keyField(field)), field, answers, by)
  const judged = things.map((thing): Judged => {
    const task = { workers, labels: presence(thing) }
    const soft = onlinePosterior(there, task)
    const raw = soft[1]!
    soften(soft, 2, there.rho, workers.length)
    const isPublished = onlinePublished(there, task)[1]! >= publishedFrom
    return { thing, raw, exists: soft[1]!, isPublished, parts: [] }
  })
  return withinCounts(field, judged).map((one) =>
    one.isPublished ? { ...one, parts: partsOf(registries, field, fields, workers, one.thing, naming) } : one,
  )
}

/** What is said of a thing, by those who name it. */
function partsOf(
  registries: Registries,
  field: ModelledField,
  models: RowsModel['fields'],
  everybody: number[],
  { rows }: Thing,
  naming: Naming,
): Part[] {
  const workers = everybody.filter((_, a) => rows[a] !== null)
  const said = rows.filter((row) => row !== null)
  return judgeSmall(registries, judgedFields(field), models, { workers, said }, naming).map((part) =>
    part.field.name === field.key ? { field: part.field, ...lowestSure(part) } : part,
  )
}

/** As many as the form takes: the likeliest. */
function withinCounts({ min_count = 0, max_count = 100 }: ModelledField, judged: Judged[]): Judged[] {
  const number = judged.filter(({ isPublished }) => isPublished).length
  const wanted = Math.min(max_count, Math.max(min_count, number))
  if (wanted === number) return judged
  const likeliest = new Set(judged.toSorted((a, b) => b.exists - a.exists).slice(0, wanted))
  return judged.map((one) => ({ ...one, isPublished: likeliest.has(one) }))
}

/** What it is: of a tree what those who name it say together, else what they all say. */
function keyOf(field: ModelledField, { thing, parts }: Pick<Judged, 'thing' | 'parts'>): FieldValue {
  return parts.find((part) => part.field.name === field.key)?.result.value ?? thing.key
}

/** What a thing is, as low in the tree as is sure. */
function lowestSure({ result, state, above = [] }: Part): Pick<Part, 'result' | 'state'> {
  return [{ result, state }, ...above].find((one) => one.state.posterior >= sureFrom) ?? { result, state }
}

function inOrderOfKeys(field: ModelledField, judged: Judged[]): Judged[] {
  const places = new Map(keyField(field).options?.map(({ value }, at) => [value, at]))
  const nameOf = (one: Judged) => String(keyOf(field, one))
  const placeOf = (one: Judged) => places.get(nameOf(one)) ?? places.size
  return judged.toSorted((a, b) => placeOf(a) - placeOf(b) || (nameOf(a) < nameOf(b) ? -1 : 1))
}

function rowOf(field: ModelledField, { thing, parts }: Judged): Row {
  const said = new Map<string, FieldValue>(Object.entries(valuesOf(parts)))
  said.set(field.key ?? '', keyOf(field, { thing, parts }))
  const names = smallFields(field).map(({ name }) => name)
  return Object.fromEntries(names.flatMap((name) => (said.has(name) ? [[name, said.get(name)]] : []))) as Row
}

function told({ thing, exists, parts }: Judged): RowResult {
  return {
    exists,
    found: presence(thing).filter(Boolean).length,
    fields: confidencesOf(parts),
  }
}

/** F1 of the rows that are published, as it is to be expected; where none is, the probability of the whole has to do. */
function expectedF1(judged: Judged[], missed: number): number {
  const published = judged.filter(({ isPublished }) => isPublished)
  const right = published.reduce((sum, one) => sum + one.raw * allRight(one.parts), 0)
  const there = judged.reduce((sum, { raw }) => sum + raw, missed)
  return published.length === 0 ? 0 : (2 * right) / (published.length + there)
}

/** Who is for the rows: as many as for what is agreed on least, and someone proven for each thing, or three who agree. */
function standingOf(judged: Judged[], workers: number[], proven: (worker: number) => boolean, answers: number) {
  let agreeing = workers.length
  let provenAgrees = judged.length > 0 || workers.some(proven)
  let tied = false
  for (const { thing, isPublished, parts } of judged) {
    const labels = presence(thing)
    const own = workers.filter((_, a) => (labels[a] === 1) === isPublished)
    agreeing = Math.min(agreeing, own.length)
    provenAgrees &&= own.length >= unprovenInAgreement || own.some(proven)
    tied ||= haveEqualVotes(labels)
    for (const { state } of parts) {
      agreeing = Math.min(agreeing, answers - (state.answers - state.agreeing))
      provenAgrees &&= state.provenAgrees || state.agreeing >= unprovenInAgreement || own.some(proven)
      tied ||= state.tied && state.answers > 1
    }
  }
  return { answers, agreeing, provenAgrees, tied }
}
