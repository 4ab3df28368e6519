import type { RankValue } from '@whisker/api/kinds/schema/rank.ts'
import { inDoubt, type RankBelief } from './belief.ts'
import { makeRoom, type RanksCrowd, type ShownPairs } from './crowd.ts'
import { pairsOf, type Ranked } from './evidence.ts'

/**
 * How many pairs of those in doubt an answer puts otherwise than is believed; one that shares a place in one of the two is half wrong. Whoever
 * stands far behind is not summed over, and would seem less sure than it is; the first few of an order are one of Mallows' model as well.
 */
export function shownBy(
  ranked: Ranked,
  { above, shared, head }: Pick<RankBelief, 'above' | 'shared' | 'head'>,
  order: RankValue,
): ShownPairs {
  const n = ranked.values.length
  const said = pairsOf(ranked, order)
  const shown = { pairs: 0, wrong: 0, tied: 0 }
  for (const [at, a] of head.entries())
    for (const b of head.slice(at + 1)) {
      const [pair, up, one] = [said[a * n + b]!, above[a * n + b]!, shared[a * n + b]!]
      if (Number.isNaN(pair)) continue
      const down = 1 - up - one
      shown.pairs++
      shown.tied += Number(pair === 0)
      shown.wrong += pair === 0 ? (up + down) / 2 : one / 2 + (pair > 0 ? down : up)
    }
  return shown
}

/** What is known, as a belief. */
export function known(ranked: Ranked, truth: RankValue): Pick<RankBelief, 'above' | 'shared' | 'head'> {
  const pairs = pairsOf(ranked, truth)
  const { values, ties } = ranked
  return {
    head: truth
      .flat()
      .map((one) => values.indexOf(one))
      .filter((at) => at >= 0)
      .slice(0, inDoubt(values.length, ties)),
    above: pairs.map((pair) => (Number.isNaN(pair) ? 0.5 : Number(pair > 0))),
    shared: pairs.map((pair) => Number(pair === 0)),
  }
}

/** What is no order has no first place. */
export function haveSameFirst(a: RankValue | null, b: RankValue | null): boolean {
  return a !== null && b !== null && JSON.stringify(a[0]) === JSON.stringify(b[0])
}

/** Whether the newest answer begins as those before it, and they as it. */
export function compareNewest(crowd: RanksCrowd, workers: readonly number[], orders: readonly RankValue[]): void {
  const newest = orders.length - 1
  for (let i = 0; i < newest; i++)
    for (const worker of [workers[i]!, workers[newest]!]) {
      makeRoom(crowd, worker)
      crowd.compared[worker]! += 1 / newest
      crowd.matched[worker]! += Number(haveSameFirst(orders[i]!, orders[newest]!)) / newest
    }
}

/** Kendall's distance of two answers, of the pairs that both put in order: 0 the same, 1 turned round; null: there is none. */
export function distance(ranked: Ranked, a: RankValue, b: RankValue): number {
  const [one, other] = [pairsOf(ranked, a), pairsOf(ranked, b)]
  let [apart, pairs] = [0, 0]
  for (const [at, pair] of one.entries()) {
    if (Number.isNaN(pair) || Number.isNaN(other[at]!)) continue
    pairs++
    apart += Math.abs(pair - other[at]!) / 2
  }
  return pairs === 0 ? 0 : apart / pairs
}
