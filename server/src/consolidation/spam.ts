import type { Answers } from './answers.ts'
import type { CrowdModel } from './hierarchical.ts'
import { largest } from './posterior.ts'

/**
 * Does a worker look at the tasks at all? For each of their answers, how much better does the crowd's model foretell it
 * than the worker's own habits do:
 *
 *   evidence = sum over answers of  log2( sum over k of p[k] P(a | k) / h[a] )   bits
 *
 * with p the posterior of the task from the OTHER workers' answers, P the crowd's pooled confusions, h the worker's own
 * answer frequencies. A log likelihood ratio of "an average honest worker" against "answers that have nothing to do with
 * the task" (Kass and Raftery, JASA 1995): the constant answerer, the guesser and the one who goes round in turns all fall
 * far below zero, because their habits foretell them and the tasks do not.
 *
 * So do some honest people: whoever is weaker than the average, or has met only one class. Two more numbers stand up for
 * them. `related` asks whether the answers fit their own tasks better than they would fit them in another order: the sum s of
 * log2(sum over k of p[k] P(a | k)), as a distance from its mean over all orders in standard deviations (Hoeffding, Annals
 * of Mathematical Statistics 22, 1951, has both). `unlike` is how far s lies below what it would be for an honest worker.
 */
export type SpamEvidence = {
  /** Bits for honest, negative for spam. */
  bits: number
  /** Standard deviations by which the answers fit their tasks better than in a random order; 0 for a constant answerer. */
  related: number
  /** Standard deviations from what an honest worker's answers would be; negative: they fit worse. */
  unlike: number
  answered: number
  /** The answer given most, and its share. */
  favourite: number
  favouriteShare: number
}

/**
 * Odds of 16 to 1 that the answers have nothing to do with the tasks. In simulated crowds with 20 % bots and 30 answers
 * each: 99 % of the bots and 0.6 % of the honest at 4 classes, 90 % and 0.9 % at 2 classes, where an answer tells least.
 * Drawing the crowd's confusions a second time without the flagged only moved along the same curve.
 */
const bitsToFlag = -4
/**
 * On five public sets 424 workers with enough answers are right more often than their habits alone would be: 2 of them are
 * flagged, and 36 by the bits alone (at -5). Of the 170 others 76 are.
 */
const relatedToAcquit = 2
const unlikeToFlag = -0.5
/** Fewer answers convict nobody. */
const answersToFlag = 15
/** Habits are estimated from the same answers; one pseudo-answer each keeps a favourite from explaining itself. */
const habitStrength = 1

/** Evidence for every worker; two passes over all answers, classes^2 an answer. */
export function spamEvidence(answers: Answers, model: CrowdModel): SpamEvidence[] {
  const { tasks, workers, classes, start, worker, label } = answers
  const { given, answered, compared } = countHabits(answers)
  const bits = new Float64Array(workers)
  const fit = new Float64Array(workers)
  const honest = new Float64Array(workers)
  const honestSpread = new Float64Array(workers)
  const sums = new Float64Array(workers * classes)
  const squares = new Float64Array(workers * classes)
  const others = new Float64Array(classes)
  const foretold = new Float64Array(classes)
  for (let t = 0; t < tasks; t++) {
    const from = start[t]!
    const to = start[t + 1]!
    if (to - from < 2) continue
    for (let i = from; i < to; i++) {
      const w = worker[i]!
      const own = w * classes
      believeWithout(model, answers, from, to, i, others)
      let mean = 0
      let expected = 0
      let square = 0
      for (let a = 0; a < classes; a++) {
        let p = 0
        for (let k = 0; k < classes; k++) p += others[k]! * model.pooled.confusion[a * classes + k]!
        const log = Math.log2(p)
        foretold[a] = log
        mean += given[own + a]! * log
        expected += p * log
        square += p * log * log
      }
      mean /= compared[w]!
      for (let a = 0; a < classes; a++) {
        const above = foretold[a]! - mean
        sums[own + a]! += above
        squares[own + a]! += above * above
      }
      fit[w]! += foretold[label[i]!]! - mean
      honest[w]! += expected - mean
      honestSpread[w]! += square - expected * expected
      const habit = (given[own + label[i]!]! + habitStrength) / (compared[w]! + habitStrength * classes)
      bits[w]! += foretold[label[i]!]! - Math.log2(habit)
    }
  }
  return Array.from({ length: workers }, (_, w) => {
    const own = given.subarray(w * classes, (w + 1) * classes)
    const order = orderOf(own, sums.subarray(w * classes), squares.subarray(w * classes))
    const favourite = largest(own, classes)
    return {
      bits: bits[w]!,
      related: deviations(fit[w]! - order.mean, order.variance),
      unlike: deviations(fit[w]! - honest[w]!, honestSpread[w]!),
      answered: answered[w]!,
      favourite,
      favouriteShare: compared[w]! > 0 ? own[favourite]! / compared[w]! : 0,
    }
  })
}

export type SpamKind = 'constant' | 'random'

/** A verdict for a person to act on, or null. `constant` when nine of ten answers are the same, else `random`. */
export function spamVerdict({ bits, related, unlike, answered, favouriteShare }: SpamEvidence): SpamKind | null {
  if (answered < answersToFlag || bits > bitsToFlag) return null
  if (related >= relatedToAcquit || unlike > unlikeToFlag) return null
  return favouriteShare >= 0.9 ? 'constant' : 'random'
}

/** How often each worker gave each answer to tasks that others answered too, how often that is in all, and their answers. */
function countHabits({ tasks, workers, classes, start, worker, label }: Answers) {
  const given = new Float64Array(workers * classes)
  const compared = new Int32Array(workers)
  const answered = new Int32Array(workers)
  for (let t = 0; t < tasks; t++) {
    const alone = start[t + 1]! - start[t]! < 2
    for (let i = start[t]!; i < start[t + 1]!; i++) {
      answered[worker[i]!]!++
      if (alone) continue
      given[worker[i]! * classes + label[i]!]!++
      compared[worker[i]!]!++
    }
  }
  return { given, answered, compared }
}

/**
 * Mean and variance of the fit over all orders of a worker's answers: with x[i, a] how well answer `a` fits task `i`, less its
 * mean over the worker's answers, `sums` and `squares` are those of x over the tasks, and n[a] how often `a` was given.
 */
function orderOf(given: Float64Array, sums: Float64Array, squares: Float64Array): { mean: number; variance: number } {
  const n = given.reduce((sum, count) => sum + count, 0)
  let mean = 0
  let variance = 0
  given.forEach((count, a) => {
    mean += (count * sums[a]!) / n
    variance += count * (squares[a]! - (sums[a]! * sums[a]!) / n)
  })
  return { mean, variance: variance / Math.max(1, n - 1) }
}

/** 0 where there is no spread to measure by. */
function deviations(distance: number, variance: number): number {
  return variance > 1e-9 ? distance / Math.sqrt(variance) : 0
}

/** Posterior of a task without the answer `left`; by multiplication, since dividing out a tiny number would not be exact. */
function believeWithout(
  model: CrowdModel,
  { worker, label }: Answers,
  from: number,
  to: number,
  left: number,
  out: Float64Array,
): void {
  const { classes, table, prior } = model
  let sum = 0
  for (let k = 0; k < classes; k++) out[k] = prior[k]!
  for (let i = from; i < to; i++) {
    if (i === left) continue
    const row = (worker[i]! * classes + label[i]!) * classes
    sum = 0
    for (let k = 0; k < classes; k++) {
      out[k]! *= table[row + k]!
      sum += out[k]!
    }
    for (let k = 0; k < classes; k++) out[k]! /= sum
  }
}
