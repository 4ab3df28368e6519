/**
 * Edges that are counted and not measured (of a part of a text): two people say just the same or they do not, so that an edge is a choice.
 * Whoever does not say the right place says one of so many others.
 */
const others = 4

/** What one person's word counts for, as log odds: see {@link edgeBelief}. */
export function edgeWeight(right: number): number {
  return Math.log((right * others) / (1 - right))
}

/**
 * With which probability one edge is where each person says it is:
 *
 *   at v:  product of right (who says v) * product of (1 - right) / others (who says something else)
 *
 * over all places, also those that nobody says (Dawid and Skene, 1979, with one figure a person).
 *
 * @param rights how often each person's edges are right.
 */
export function edgeBelief(said: readonly number[], rights: readonly number[]): number[] {
  const odds = said.map((place) => {
    let log = 0
    for (let n = 0; n < said.length; n++) if (said[n] === place) log += edgeWeight(rights[n]!)
    return log
  })
  const places = new Map(said.map((place, n) => [place, odds[n]!]))
  let sum = Math.max(0, others + 1 - places.size)
  for (const log of places.values()) sum += Math.exp(log)
  return odds.map((log) => Math.exp(log) / sum)
}

/**
 * The place that most say, by weight. What is as heavy is told by which is nearer to the middle, the least value at which half of the
 * weight is reached; of equally near ones it is the lower.
 */
export function likeliestEdge(said: readonly number[], weights: readonly number[]): number {
  const sums = new Map<number, number>()
  for (const [n, place] of said.entries()) sums.set(place, (sums.get(place) ?? 0) + weights[n]!)
  const middle = lowerMedian(said, weights)
  let best = middle
  let max = sums.get(middle)!
  for (const [place, sum] of sums) {
    const more = sum - max
    const near = Math.abs(place - middle) - Math.abs(best - middle) || place - best
    if (more > 1e-9 || (more > -1e-9 && near < 0)) [best, max] = [place, sum]
  }
  return best
}

/** The least value at which half of the weight is reached: always one that somebody gave. */
export function lowerMedian(values: readonly number[], weights: readonly number[]): number {
  const order = [...values.keys()].sort((i, j) => values[i]! - values[j]!)
  const half = weights.reduce((sum, weight) => sum + weight, 0) / 2
  let sum = 0
  for (const i of order) {
    sum += weights[i]!
    if (sum >= half * (1 - 1e-9)) return values[i]!
  }
  return values[order.at(-1)!]!
}
