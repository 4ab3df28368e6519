/**
 * The weighted median: the value at which half of the weight is reached, with the mean of two where the half falls between them
 * (Edgeworth, Phil. Mag. 24, 1887). One that is far off moves it no further than one that is near.
 */
export function weightedMedian(values: readonly number[], weights: readonly number[]): number {
  const order = [...values.keys()].sort((a, b) => values[a]! - values[b]!)
  const half = weights.reduce((sum, weight) => sum + weight, 0) / 2
  let sum = 0
  for (const [n, i] of order.entries()) {
    sum += weights[i]!
    if (sum > half * (1 + 1e-9)) return values[i]!
    if (sum >= half * (1 - 1e-9)) return (values[i]! + values[order[n + 1] ?? i]!) / 2
  }
  return values[order.at(-1)!]!
}
