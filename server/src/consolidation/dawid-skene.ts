import { type Answers, overlapOf } from './answers.ts'

/**
 * Reference models, beside which the default is measured. All return one posterior per task, `tasks * classes` flat.
 */

/** Plain vote shares; even shares for a task without answers. */
export function voteShares(answers: Answers): Float64Array {
  const { tasks, classes, start, label } = answers
  const shares = new Float64Array(tasks * classes)
  for (let t = 0; t < tasks; t++) {
    const n = overlapOf(answers, t)
    if (n === 0) shares.fill(1 / classes, t * classes, (t + 1) * classes)
    for (let i = start[t]!; i < start[t + 1]!; i++) shares[t * classes + label[i]!]! += 1 / n
  }
  return shares
}

/**
 * Plain Dawid-Skene (Applied Statistics 28, 1979): EM from the vote shares, every worker with a table of their own and
 * only `smoothing` against zeros. Overconfident, and noise where workers answered little: confusion.ts is the remedy.
 */
export function dawidSkene(answers: Answers, passes = 20, smoothing = 0.01): Float64Array {
  const { tasks, workers, classes, start, worker, label } = answers
  const cells = classes * classes
  let posterior = voteShares(answers)
  for (let pass = 0; pass < passes; pass++) {
    const table = new Float64Array(workers * cells).fill(smoothing)
    const prior = new Float64Array(classes).fill(smoothing)
    for (let t = 0; t < tasks; t++) {
      for (let k = 0; k < classes; k++) {
        const p = posterior[t * classes + k]!
        prior[k]! += p
        for (let i = start[t]!; i < start[t + 1]!; i++) table[worker[i]! * cells + label[i]! * classes + k]! += p
      }
    }
    for (let w = 0; w < workers; w++) {
      for (let k = 0; k < classes; k++) {
        let total = 0
        for (let a = 0; a < classes; a++) total += table[w * cells + a * classes + k]!
        for (let a = 0; a < classes; a++) {
          table[w * cells + a * classes + k] = Math.log(table[w * cells + a * classes + k]! / total)
        }
      }
    }
    posterior = expectation(answers, table, prior)
  }
  return posterior
}

function expectation(answers: Answers, logTable: Float64Array, prior: Float64Array): Float64Array {
  const { tasks, classes, start, worker, label } = answers
  const posterior = new Float64Array(tasks * classes)
  const logs = new Float64Array(classes)
  for (let t = 0; t < tasks; t++) {
    for (let k = 0; k < classes; k++) logs[k] = Math.log(prior[k]!)
    for (let i = start[t]!; i < start[t + 1]!; i++) {
      const row = (worker[i]! * classes + label[i]!) * classes
      for (let k = 0; k < classes; k++) logs[k]! += logTable[row + k]!
    }
    const top = Math.max(...logs)
    let sum = 0
    for (let k = 0; k < classes; k++) sum += Math.exp(logs[k]! - top)
    for (let k = 0; k < classes; k++) posterior[t * classes + k] = Math.exp(logs[k]! - top) / sum
  }
  return posterior
}
