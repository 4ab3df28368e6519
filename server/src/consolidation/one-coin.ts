import type { Answers } from './answers.ts'
import type { Known } from './informative-votes.ts'

/**
 * One coin per worker: right with probability q, otherwise any of the other classes alike (the "ZenCrowd" model: Demartini
 * et al., WWW 2012). Votes for c multiply to the product of q (K - 1) / (1 - q) over those who said c, so this is a vote
 * weighted by skill. It needs no table, only one number per worker, and no memory per class: the model for free text, for
 * more than 32 options, and, with one q for everybody, for projects too small to tell their workers apart.
 */
export type OneCoin = {
  /** Number of classes K that an error may fall on. */
  classes: number
  /** Per worker the probability of being right; the last one is the crowd's, for a worker nobody knows. */
  accuracy: Float64Array
}

/** What is believed of one task: its answered classes in order of appearance, and the chance that none of them is right. */
export type Belief = { candidates: number[]; probability: number[]; other: number }

const usualPasses = 3
/** Strength of the shrinkage of a worker's accuracy towards the crowd's, in answers. */
export const skillStrength = 8
/** A crowd is right seven times of ten until pairs of answers say otherwise; worth ten pairs. */
export const usualAccuracy = 0.7
export const crowdPairs = 10

/**
 * @param passes 0 gives every worker the crowd's accuracy (the fallback of tiny projects).
 * @param classes how many classes an error may fall on; for free text more than were ever said.
 */
export function fitOneCoin(
  answers: Answers,
  known: Known = {},
  passes = usualPasses,
  classes: number = answers.classes,
): OneCoin {
  const { workers } = answers
  let model: OneCoin = { classes, accuracy: new Float64Array(workers + 1).fill(crowdAccuracy(answers, classes)) }
  for (let pass = 0; pass < passes; pass++) model = refine(answers, model, known)
  return model
}

function refine(answers: Answers, model: OneCoin, { gold, evidence }: Known): OneCoin {
  const { tasks, workers, start, worker, label } = answers
  const right = new Float64Array(workers)
  const answered = new Float64Array(workers)
  for (let t = 0; t < tasks; t++) {
    const from = start[t]!
    const to = start[t + 1]!
    const truth = gold === undefined ? -1 : gold[t]!
    const belief = truth >= 0 ? null : beliefOf(model, worker, label, from, to)
    for (let i = from; i < to; i++) {
      const w = worker[i]!
      const counts = belief === null || evidence === undefined ? 1 : evidence[w]!
      const p = belief === null ? Number(label[i] === truth) : belief.probability[belief.candidates.indexOf(label[i]!)]!
      right[w]! += counts * p
      answered[w]! += counts
    }
  }
  return { classes: model.classes, accuracy: accuracyOf(right, answered, model.accuracy[workers]!) }
}

/** Each worker's accuracy, shrunk towards the crowd's, which stands last. */
function accuracyOf(right: Float64Array, answered: Float64Array, crowdBefore: number): Float64Array {
  const workers = right.length
  const total = answered.reduce((sum, count) => sum + count, skillStrength)
  const crowd = right.reduce((sum, count) => sum + count, skillStrength * crowdBefore) / total
  const accuracy = new Float64Array(workers + 1)
  for (let w = 0; w < workers; w++) {
    accuracy[w] = (right[w]! + skillStrength * crowd) / (answered[w]! + skillStrength)
  }
  accuracy[workers] = crowd
  return accuracy
}

/**
 * How often is one answer right, when all that is known is how often two answers agree? Two independent workers agree with
 * probability r = q^2 + (1 - q)^2 / (K - 1), solved for q. (Agreement with the majority would count a vote for itself.)
 */
function crowdAccuracy(answers: Answers, classes: number): number {
  const { tasks, start, label } = answers
  let pairs = crowdPairs
  let agreeing = crowdPairs * assumedAgreement(classes)
  const counts = new Map<number, number>()
  for (let t = 0; t < tasks; t++) {
    const n = start[t + 1]! - start[t]!
    if (n < 2) continue
    counts.clear()
    for (let i = start[t]!; i < start[t + 1]!; i++) counts.set(label[i]!, (counts.get(label[i]!) ?? 0) + 1)
    // A task counts as n answers, not as n^2 pairs, so that one much-answered task does not speak for all.
    for (const count of counts.values()) agreeing += (count * (count - 1)) / (n - 1)
    pairs += n
  }
  return accuracyOfAgreement(agreeing / pairs, classes)
}

/** How often two workers agree in a crowd that nothing is known of. */
export function assumedAgreement(classes: number): number {
  return usualAccuracy ** 2 + (1 - usualAccuracy) ** 2 / (classes - 1)
}

/** The accuracy q at which two independent workers agree with probability `rate`. */
export function accuracyOfAgreement(rate: number, classes: number): number {
  const root = Math.sqrt(Math.max(0, (classes - 1) * (classes * rate - 1)))
  return Math.min(0.99, (1 + root) / classes)
}

/** What the answers `from <= i < to` of one task make believe. O(answers of the task), whatever the number of classes. */
export function beliefOf(
  { classes, accuracy }: OneCoin,
  worker: ArrayLike<number>,
  label: ArrayLike<number>,
  from: number,
  to: number,
): Belief {
  const candidates: number[] = []
  const logOdds: number[] = []
  for (let i = from; i < to; i++) {
    const q = Math.min(1 - 1e-6, Math.max(1e-6, accuracy[worker[i]!]!))
    const evidence = Math.log((q * (classes - 1)) / (1 - q))
    const at = candidates.indexOf(label[i]!)
    if (at >= 0) logOdds[at]! += evidence
    else {
      candidates.push(label[i]!)
      logOdds.push(evidence)
    }
  }
  const top = Math.max(0, ...logOdds)
  const rest = Math.max(0, classes - candidates.length) * Math.exp(-top)
  const weights = logOdds.map((each) => Math.exp(each - top))
  const total = weights.reduce((sum, each) => sum + each, rest)
  return { candidates, probability: weights.map((each) => each / total), other: rest / total }
}
