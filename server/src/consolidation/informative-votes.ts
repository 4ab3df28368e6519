import type { Answers } from './answers.ts'

/**
 * Votes weighted by how much each worker tells: the start of the model and a quarter of what it publishes.
 *
 * A worker who agrees with the crowd with probability q, and errs evenly otherwise, tells
 *
 *   I = ln K + q ln q + (1 - q) ln((1 - q) / (K - 1))   nats per answer
 *
 * (the capacity of a symmetric channel: Cover and Thomas, Elements of Information Theory, section 7.1.4). Begin with equal
 * weights, measure agreement with the vote shares, weigh by I, repeat. A guesser ends near zero, so a crowd in which a few
 * careful people sit among many careless ones is led by the careful ones before any confusion table is drawn from it:
 * that start, in place of plain votes, is worth +2.6 points on `web` and +0.7 on the mean of five public sets.
 *
 * Weighted by I, not by the log-odds that would be optimal for independent workers: shares stay soft where workers repeat
 * each other's errors, and softness is what a start needs. Tried and worse: agreement itself as weight, the mutual
 * information of full tables (learns a class prior from nothing), a weight per answer instead of per worker.
 */

/** Rounds of weighing. Mean of five sets after 0, 1, 3, 5, 10: 89.8, 90.3, 90.5, 90.5, 90.5; at low overlap 5 beat 3. */
const usualRounds = 5
/** Strength of the shrinkage of a worker's agreement towards the crowd's, in answers. */
const agreementStrength = 8
/** A guesser's answer still breaks ties. */
const minWeight = 0.01
/** Nats below which the model's start tells nobody apart, so that votes between two classes stay soft: see startWeights. */
const minAtStart = 0.08

/** What is known besides the answers: gold, and how much a worker's other answers count beside it. */
export type Known = {
  /** Per task the right class, or -1; absent without gold. */
  gold?: Int16Array | Int32Array | undefined
  /** Per worker the weight of the answers to tasks that are not gold (see gold.ts); absent: 1. */
  evidence?: Float64Array | undefined
}

/** @returns one weight per worker, and a last one for a worker nobody knows. */
export function informativeWeights(answers: Answers, known: Known = {}, rounds = usualRounds): Float64Array {
  let weights: Float64Array = new Float64Array(answers.workers + 1).fill(1)
  const everyFew = sampleStep(answers)
  for (let round = 0; round < rounds; round++) {
    const step = round === rounds - 1 ? 1 : everyFew
    weights = weightsOf(measureAgreement(answers, startWeights(weights), known, step), answers.classes)
  }
  return weights
}

/** Above this, all rounds but the last read every n-th task only, and still some hundred answers of a usual worker. */
const maxAnswers = 1e7
const minPerWorker = 400

/** 100 million answers of 50,000 workers: every fifth task. */
function sampleStep({ tasks, workers, start }: Answers): number {
  return Math.max(1, Math.floor(start[tasks]! / Math.max(maxAnswers, minPerWorker * workers)))
}

/**
 * The weights to begin with. Between two classes even a good worker tells little (right 7 times of 10: 0.08 nats), and
 * weights that differ wildly below that make one worker's errors the truth that tables are drawn from; `rte` at overlap 5
 * loses 0.4 points so, `possent` at 10 too. What is published keeps the small differences: they count its n honestly.
 */
export function startWeights(weights: Float64Array): Float64Array {
  return weights.map((weight) => Math.max(minAtStart, weight))
}

/** How far each worker agrees, as sums. */
type Agreement = {
  /** Sum of the vote shares of what the worker said. */
  agreed: Float64Array
  /** Number (weight) of the worker's answers. */
  answered: Float64Array
}

/** One pass over every `step`-th task: how far does each worker agree with the weighted votes? */
function measureAgreement(answers: Answers, weights: Float64Array, known: Known, step: number): Agreement {
  const { tasks, workers, classes, start, worker, label } = answers
  const agreed = new Float64Array(workers)
  const answered = new Float64Array(workers)
  const { gold, evidence } = known
  const votes = new Float64Array(classes)
  for (let t = 0; t < tasks; t += step) {
    const from = start[t]!
    const to = start[t + 1]!
    const truth = gold === undefined ? -1 : gold[t]!
    if (truth >= 0) {
      for (let i = from; i < to; i++) {
        agreed[worker[i]!]! += label[i] === truth ? 1 : 0
        answered[worker[i]!]!++
      }
      continue
    }
    // A single answer agrees with itself, which says nothing about its worker.
    if (to - from < 2) continue
    let total = 0
    for (let i = from; i < to; i++) {
      const weight = weights[worker[i]!]!
      votes[label[i]!]! += weight
      total += weight
    }
    for (let i = from; i < to; i++) {
      const w = worker[i]!
      const counts = evidence === undefined ? 1 : evidence[w]!
      agreed[w]! += (votes[label[i]!]! / total) * counts
      answered[w]! += counts
    }
    for (let i = from; i < to; i++) votes[label[i]!] = 0
  }
  return { agreed, answered }
}

/** @returns one weight per worker (nats per answer), and a last one for a worker nobody knows: the crowd's. */
function weightsOf({ agreed, answered }: Agreement, classes: number): Float64Array {
  let all = 0
  let right = 0
  for (let w = 0; w < answered.length; w++) {
    all += answered[w]!
    right += agreed[w]!
  }
  const crowd = all > 0 ? right / all : 1
  const weights = new Float64Array(answered.length + 1)
  for (let w = 0; w < answered.length; w++) {
    const agreement = (agreed[w]! + agreementStrength * crowd) / (answered[w]! + agreementStrength)
    weights[w] = informationOf(agreement, classes)
  }
  weights[answered.length] = informationOf(crowd, classes)
  return weights
}

function informationOf(agreement: number, classes: number): number {
  if (agreement <= 1 / classes) return minWeight
  const q = Math.min(1 - 1e-6, agreement)
  const nats = Math.log(classes) + q * Math.log(q) + (1 - q) * Math.log((1 - q) / (classes - 1))
  return Math.max(minWeight, nats)
}

/** The weighted vote shares of one task: `classes` numbers that sum to 1; even shares without answers. */
export function voteSharesOf(
  weights: Float64Array,
  classes: number,
  worker: ArrayLike<number>,
  label: ArrayLike<number>,
  from: number,
  to: number,
  out: Float64Array,
): void {
  if (from === to) {
    for (let k = 0; k < classes; k++) out[k] = 1 / classes
    return
  }
  for (let k = 0; k < classes; k++) out[k] = 0
  let total = 0
  for (let i = from; i < to; i++) {
    const weight = weights[worker[i]!]!
    out[label[i]!]! += weight
    total += weight
  }
  for (let k = 0; k < classes; k++) out[k]! /= total
}
