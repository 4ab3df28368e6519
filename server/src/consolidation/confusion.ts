/**
 * The M-step of hierarchical Dawid-Skene: from expected counts to one confusion table per worker.
 *
 * Dawid and Skene (Applied Statistics 28, 1979) give every worker a table P(answer a | truth k) of their own. With a few
 * answers per worker such a table is noise, so each row is a Dirichlet posterior around what the crowd does in that row,
 * moved to this worker's own level (hierarchical Bayes, as in Gelman et al., Bayesian Data Analysis, chapter 5):
 *
 *   row[a] = (count[k, a] + s * mean[a]) / (count[k] + s)
 *   mean[k] = sigmoid(logit(pooled accuracy of k) + shift),  mean[a != k] in the proportions of the crowd's errors
 *   shift = logit(own accuracy, shrunk with strength s0) - logit(accuracy the crowd would have on the same tasks)
 *
 * Counts and tables are flat, `[(worker * classes + answer) * classes + truth]`: the truths of one answer lie together,
 * because that is what both loops over the answers read.
 */

/** Prior strength of a row, in answers. Flat between 1 and 8 on public crowds; larger suits sparse crowds. */
export const rowStrength = 3
/** Strength of the shrinkage of a worker's overall skill, in answers. */
const skillStrength = 8
/** What is thought of a crowd before it has answered: right seven times of ten, worth five answers in each row. */
const poolAccuracy = 0.7
const poolStrength = 5
/** No worker is taken for infallible or for a perfect liar. */
const minProbability = 1e-3

export type Pooled = {
  classes: number
  /** P(answer | truth) over the whole crowd, `[answer * classes + truth]`. */
  confusion: Float64Array
}

/** The crowd's confusions from all workers' counts. */
export function poolCounts(counts: Float64Array, classes: number): Pooled {
  const cells = classes * classes
  const confusion = new Float64Array(cells).fill((poolStrength * (1 - poolAccuracy)) / (classes - 1))
  for (let k = 0; k < classes; k++) confusion[k * classes + k] = poolStrength * poolAccuracy
  for (let from = 0; from < counts.length; from += cells) {
    for (let cell = 0; cell < cells; cell++) confusion[cell]! += counts[from + cell]!
  }
  for (let k = 0; k < classes; k++) {
    let total = 0
    for (let a = 0; a < classes; a++) total += confusion[a * classes + k]!
    for (let a = 0; a < classes; a++) confusion[a * classes + k]! /= total
  }
  return { classes, confusion }
}

/**
 * Writes the probabilities of one worker's table.
 *
 * @param counts this worker's expected counts begin at `from`; `table` gets them at `to`.
 */
export function workerTable(pooled: Pooled, counts: Float64Array, from: number, table: Float32Array, to: number): void {
  const { classes, confusion } = pooled
  let answered = 0
  let correct = 0
  let expected = 0
  for (let k = 0; k < classes; k++) {
    let row = 0
    for (let a = 0; a < classes; a++) row += counts[from + a * classes + k]!
    answered += row
    correct += counts[from + k * classes + k]!
    expected += row * bounded(confusion[k * classes + k]!)
  }
  let shift = 0
  if (answered > 0) {
    const crowd = bounded(expected / answered)
    shift = logit(bounded((correct + skillStrength * crowd) / (answered + skillStrength))) - logit(crowd)
  }
  for (let k = 0; k < classes; k++) {
    const accuracy = bounded(confusion[k * classes + k]!)
    const own = 1 / (1 + Math.exp(-logit(accuracy) - shift))
    const wrong = (1 - own) / (1 - confusion[k * classes + k]!)
    let row = rowStrength
    for (let a = 0; a < classes; a++) row += counts[from + a * classes + k]!
    for (let a = 0; a < classes; a++) {
      const cell = a * classes + k
      const mean = a === k ? own : wrong * confusion[cell]!
      table[to + cell] = (counts[from + cell]! + rowStrength * mean) / row
    }
  }
}

function bounded(probability: number): number {
  return Math.min(1 - minProbability, Math.max(minProbability, probability))
}

function logit(probability: number): number {
  return Math.log(probability / (1 - probability))
}
