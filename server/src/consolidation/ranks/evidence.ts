import { cutAt } from '@whisker/api/kinds/rank.ts'
import type { RankValue } from '@whisker/api/kinds/schema/rank.ts'

/** What is put in order, and how. */
export type Ranked = { values: readonly string[]; ties: boolean; top: number | undefined }

/** Only what these orders name: what a form had before or has since is nothing to them. */
export function namedIn(ranked: Ranked, orders: readonly RankValue[]): Ranked {
  const named = new Set(orders.flat(2))
  return { ...ranked, values: ranked.values.filter((value) => named.has(value)) }
}

/**
 * How an answer puts each pair, flat: 1 the first above the second, -1 below, 0 in one place; NaN: it does not say, as of those behind
 * the first `top`.
 */
export function pairsOf({ values, top }: Ranked, order: RankValue): Float64Array {
  const n = values.length
  const place = new Map<string, number>()
  const { ordered } = cutAt(order, top)
  order.forEach((group, at) => {
    for (const value of group) place.set(value, Math.min(at, ordered.length))
  })
  const pairs = new Float64Array(n * n).fill(Number.NaN)
  for (let a = 0; a < n; a++)
    for (let b = 0; b < n; b++) {
      const [one, other] = [place.get(values[a]!), place.get(values[b]!)]
      if (a === b || one === undefined || other === undefined || (one === other && one === ordered.length)) continue
      pairs[a * n + b] = Math.sign(other - one)
    }
  return pairs
}

/**
 * The share of pairs that Mallows' theta turns round: E(d) of n things is  n q / (1 - q) - sum over j <= n of j q^j / (1 - q^j),
 * q = exp(-theta) (Fligner and Verducci, Distance based ranking models, J. R. Stat. Soc. B 48, 1986).
 */
export function shareOf(theta: number, n: number): number {
  const q = Math.exp(-theta)
  let expected = (n * q) / (1 - q)
  for (let j = 1; j <= n; j++) expected -= (j * q ** j) / (1 - q ** j)
  return expected / ((n * (n - 1)) / 2)
}

/** The other way round, by halving; 0 for what dice do. */
export function thetaOf(wrong: number, n: number): number {
  let [low, high] = [1e-4, 12]
  if (n < 2 || wrong >= shareOf(low, n)) return 0
  for (let step = 0; step < 30; step++) {
    const middle = (low + high) / 2
    if (shareOf(middle, n) > wrong) low = middle
    else high = middle
  }
  return (low + high) / 2
}
