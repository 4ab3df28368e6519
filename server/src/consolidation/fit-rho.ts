import type { Answers } from './answers.ts'
import { rowStrength } from './confusion.ts'
import type { CrowdModel } from './hierarchical.ts'
import { voteSharesOf } from './informative-votes.ts'
import { normalise } from './posterior.ts'
import { defaultRho, effectiveAnswers, mixVotes, soften } from './publish.ts'

/** Below this many gold tasks a fitted correlation is noise: the default stands. */
const goldTasksToFit = 50

const grid = [0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.3, 1.6, 2]

/**
 * The correlation of this project's workers (publish.ts): the one that gives the least log-loss on the gold tasks, each
 * predicted as if it were not gold.
 *
 * The tables have learned from the gold tasks, so each prediction first takes its own task out again: one count leaves the
 * cell of each answer under the right class. (The pooled means move by next to nothing and stay.)
 *
 * @param gold per task the right class, or -1.
 */
export function fitRho(answers: Answers, model: CrowdModel, gold: Int16Array | Int32Array): number {
  const tasks: number[] = []
  for (let t = 0; t < answers.tasks; t++) {
    if (gold[t]! >= 0 && answers.start[t + 1]! > answers.start[t]!) tasks.push(t)
  }
  if (tasks.length < goldTasksToFit) return defaultRho
  let best = defaultRho
  let min = Number.POSITIVE_INFINITY
  for (const rho of grid) {
    let loss = 0
    for (const t of tasks) loss -= Math.log(Math.max(1e-9, unseen(answers, model, t, gold[t]!, rho)))
    if (loss < min) [best, min] = [rho, loss]
  }
  return best
}

/** Published probability of the right class of a gold task, predicted without its own contribution. */
function unseen(answers: Answers, model: CrowdModel, task: number, truth: number, rho: number): number {
  const { worker, label, start } = answers
  const { classes, table, prior, counts } = model
  const from = start[task]!
  const to = start[task + 1]!
  const p = Float64Array.from(prior)
  for (let i = from; i < to; i++) {
    const row = (worker[i]! * classes + label[i]!) * classes
    for (let k = 0; k < classes; k++) p[k]! *= table[row + k]!
    p[truth]! *= withoutOne(counts, table, classes, worker[i]!, label[i]!, truth)
    normalise(p, classes)
  }
  soften(p, classes, rho, effectiveAnswers(model.weights, worker, from, to))
  const shares = new Float64Array(classes)
  voteSharesOf(model.weights, classes, worker, label, from, to, shares)
  mixVotes(p, shares, classes)
  return p[truth]!
}

/** By what factor P(answer | truth) of a worker falls when one such answer had not been counted. */
function withoutOne(
  counts: Float64Array,
  table: Float32Array,
  classes: number,
  worker: number,
  answer: number,
  truth: number,
): number {
  const cell = (worker * classes + answer) * classes + truth
  let row = rowStrength
  for (let a = 0; a < classes; a++) row += counts[(worker * classes + a) * classes + truth]!
  const before = table[cell]!
  const after = Math.max(1e-6, (before * row - 1) / Math.max(1e-6, row - 1))
  return Math.min(1, after / before)
}
