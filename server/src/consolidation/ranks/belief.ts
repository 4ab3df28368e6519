import type { RankValue } from '@whisker/api/kinds/schema/rank.ts'
import { sumUp } from './all-orders.ts'
import { type RanksCrowd, thetaOfWorker, tiedShare } from './crowd.ts'
import { pairsOf, type Ranked } from './evidence.ts'

/**
 * What the answers to one item make believe of an order. Of up to twelve things, or eight where places may be shared, all orders are summed
 * over (all-orders.ts).
 *
 *   P(answer a | truth t)  ~  exp(-theta_w d(a, t)),   d: how many pairs stand otherwise; one that shares a place in one of the two, too
 *
 * Mallows' model (Biometrika 44, 1957) with Kendall's distance for orders with ties (Fagin et al., Comparing partial rankings, SIAM J.
 * Discrete Math. 20, 2006; their p is 1) and a theta for each worker. Its likeliest order is the weighted Kemeny order. A shared place is as
 * likely before all answers as the crowd says it.
 *
 * Of more things, the first of the weighted Borda order are put in order so; the others stand behind in that order.
 */
const exactly = { places: 12, shared: 8 }

/** How many of so many. */
export function inDoubt(values: number, ties: boolean): number {
  return Math.min(values, ties ? exactly.shared : exactly.places)
}

export type RankBelief = {
  /** The things by their places in the form: those in doubt, and those behind them in order. */
  head: number[]
  tail: number[]
  /** By the set (bits of `head`) that shares it: the probability of standing in the first place. */
  first: Map<number, number>
  /** The likeliest order that begins with this set, and its probability. */
  bestFrom(first: number): { order: number[][]; probability: number }
  /** P(a stands above b) and P(they share a place), flat over all things. */
  above: Float64Array
  shared: Float64Array
}

type Said = { workers: readonly number[]; orders: readonly RankValue[] }

export function believeOrder(ranked: Ranked, crowd: RanksCrowd, said: Said): RankBelief {
  const n = ranked.values.length
  const [less, tie] = logOdds(ranked, crowd, said)
  const borda = bordaOrder(less, n)
  const count = inDoubt(n, ranked.ties)
  const [head, tail] = [borda.slice(0, count), borda.slice(count)]
  const { first, bestFrom, pairs } = sumUp(ranked, less, tie, head, n)
  const { above, shared } = pairs()
  // Whoever stands behind all that is in doubt: each pair by itself.
  for (const b of tail)
    for (const a of borda.slice(0, borda.indexOf(b))) {
      const [one, both] = [
        less[a * n + b]! - less[b * n + a]!,
        ranked.ties ? tie[a * n + b]! - less[b * n + a]! : Number.NEGATIVE_INFINITY,
      ]
      const total = 1 + Math.exp(one) + Math.exp(both)
      above[a * n + b] = Math.exp(one) / total
      above[b * n + a] = 1 / total
      shared[a * n + b] = Math.exp(both) / total
      shared[b * n + a] = Math.exp(both) / total
    }
  return { first, bestFrom, above, shared, head, tail }
}

/** Log-likelihood, per pair, of the first standing above the second, and of one place for both. */
function logOdds(ranked: Ranked, crowd: RanksCrowd, { workers, orders }: Said) {
  const n = ranked.values.length
  const less = new Float64Array(n * n)
  const tie = new Float64Array(n * n)
  const share = tiedShare(crowd)
  if (ranked.ties) {
    less.fill(Math.log((1 - share) / 2))
    tie.fill(Math.log(share))
  }
  orders.forEach((order, i) => {
    const theta = thetaOfWorker(crowd, workers[i]!)
    for (const [at, pair] of pairsOf(ranked, order).entries()) {
      if (Number.isNaN(pair)) continue
      if (pair !== 1) less[at]! -= theta
      if (pair !== 0) tie[at]! -= theta
    }
  })
  return [less, tie] as const
}

/** By how much each is above the others, all workers weighed; of equals as the form has them. */
function bordaOrder(less: Float64Array, n: number): number[] {
  const score = Array.from({ length: n }, (_, a) => {
    let sum = 0
    for (let b = 0; b < n; b++) if (a !== b) sum += less[a * n + b]! - less[b * n + a]!
    return sum
  })
  return [...score.keys()].sort((a, b) => score[b]! - score[a]! || a - b)
}
