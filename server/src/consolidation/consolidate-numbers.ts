import { agreementTolerance, locateNumbers, type NumberScale } from './number-location.ts'

/** All answers to one number or rating field of a project, one entry per answer in each column. */
export type NumberAnswers = {
  tasks: number
  workers: number
  task: ArrayLike<number>
  worker: ArrayLike<number>
  value: ArrayLike<number>
}

export type NumberResult = {
  /** Weighted median; null for a task without answers. */
  value: number | null
  spread: number
  /** Weighted share of the answers that agree with the value, 0..1. */
  confidence: number
}

export type ConsolidatedNumbers = {
  results: NumberResult[]
  /** Per worker the share of their answers that agree with the medians; 0 without answers. */
  accuracy: Float64Array
}

/** Rounds of medians and weights. The second changes little, the third nothing that shows. */
const ROUNDS = 2
/** A miss of more than five tolerances is a slip like any other: its size must not count. */
const WORST_MISS = 5
/** Strength of the shrinkage of a worker's scatter towards the crowd's, in answers. */
const SCATTER_STRENGTH = 4
/** Nobody is infinitely exact: keeps one lucky worker from deciding alone. */
const LEAST_SCATTER = 0.25

/**
 * Numbers and ratings: a weighted median per task (number-location.ts). A worker's weight is the inverse of their squared
 * scatter around the medians (inverse-variance weighting: Cochran 1937), measured in tolerances, so that a project may mix
 * counts of 3 and of 3000, with misses cut at five (Huber 1964).
 *
 * @param gold the right values of gold tasks, which stand in for their medians.
 */
export function consolidateNumbers(
  answers: NumberAnswers,
  scale: NumberScale,
  gold: ReadonlyMap<number, number> = new Map(),
): ConsolidatedNumbers {
  const members: number[][] = Array.from({ length: answers.tasks }, () => [])
  for (let i = 0; i < answers.task.length; i++) members[answers.task[i]!]!.push(i)
  let weights = new Float64Array(answers.workers).fill(1)
  for (let round = 0; round < ROUNDS; round++) {
    const results = members.map((own, t) => knownOr(gold.get(t), locate(answers, own, scale, weights)))
    weights = weighWorkers(answers, results, scale)
  }
  const results = members.map((own, t) => knownOr(gold.get(t), locate(answers, own, scale, weights)))
  return { results, accuracy: agreementOf(answers, results, scale) }
}

function knownOr(known: number | undefined, located: NumberResult): NumberResult {
  return known === undefined ? located : { ...located, value: known, confidence: 1 }
}

function agreementOf(answers: NumberAnswers, results: NumberResult[], scale: NumberScale): Float64Array {
  const agreed = new Float64Array(answers.workers)
  const answered = new Float64Array(answers.workers)
  for (let i = 0; i < answers.task.length; i++) {
    const median = results[answers.task[i]!]!.value!
    answered[answers.worker[i]!]!++
    if (Math.abs(answers.value[i]! - median) <= agreementTolerance(median, scale)) agreed[answers.worker[i]!]!++
  }
  return agreed.map((count, w) => (answered[w]! > 0 ? count / answered[w]! : 0))
}

function locate(answers: NumberAnswers, members: number[], scale: NumberScale, weights: Float64Array): NumberResult {
  if (members.length === 0) return { value: null, spread: 0, confidence: 0 }
  const values = members.map((i) => answers.value[i]!)
  const { value, spread, confidence } = locateNumbers(
    values,
    scale,
    members.map((i) => weights[answers.worker[i]!]!),
  )
  return { value, spread, confidence }
}

function weighWorkers(answers: NumberAnswers, results: NumberResult[], scale: NumberScale): Float64Array<ArrayBuffer> {
  const squares = new Float64Array(answers.workers)
  const answered = new Float64Array(answers.workers)
  let all = 0
  for (let i = 0; i < answers.task.length; i++) {
    const median = results[answers.task[i]!]!.value!
    const miss = Math.min(WORST_MISS, Math.abs(answers.value[i]! - median) / agreementTolerance(median, scale))
    squares[answers.worker[i]!]! += miss * miss
    answered[answers.worker[i]!]!++
    all += miss * miss
  }
  const crowd = all / Math.max(1, answers.task.length)
  return squares.map(
    (sum, w) => 1 / (LEAST_SCATTER + (sum + SCATTER_STRENGTH * crowd) / (answered[w]! + SCATTER_STRENGTH)),
  )
}
