/**
 * When do two numbers say the same, and where do several lie? Medians, because a single slip of a finger (1000 for 10) moves
 * a mean anywhere and a median hardly (breakdown point 50 %: Huber, Robust Statistics, 1981, section 1.4).
 */

export type NumberScale = { tolerance?: number | undefined }

/** What a refit finds out of how the answers to a field scatter. */
export type Scatter = {
  /** Median distance of two answers to one item, as a share of their size: 0 where most people give the same number. */
  relative: number
  /** How far the values of different items lie apart, as a robust standard deviation. */
  spread: number
}

/** Makes the MAD consistent with the standard deviation of a normal distribution: 1 / Phi^-1(3/4). */
const madToSigma = 1.4826
/** Two standard deviations of normal answers are 2.1 times the median distance of two of them. */
const medianDistances = 2
/** However far people scatter: beyond this share of the value and of the spread between items it is another answer. */
const maxOfSize = 0.05
const maxOfSpread = 0.05
/** Fewer items with several answers do not tell how a crowd measures. */
const minItems = 10

/**
 * How far an answer may lie from another and still say the same. The only owner of that rule:
 * - what the requester set for the field (`tolerance`);
 * - else nothing but the last digits of a double (0.1 + 0.2 is 0.3): 1 and 2, 2018 and 2019, 19.98 and 19.99 are different
 *   answers, whatever the step;
 * - unless people who look at the same item usually differ, as they do when they measure: then as far as most of them do,
 *   where that is small beside the value and beside the spread of the values of the field. By one item alone, 2018 and 2019
 *   look like 1,234.5 mm and 1,234.6 mm; over many items, years are mostly the same and lengths hardly ever.
 */
export function agreementTolerance(value: number, { tolerance }: NumberScale, scatter: Scatter | null): number {
  const size = Math.abs(value)
  const rounding = 1e-9 * size
  if (tolerance !== undefined) return tolerance + Math.max(rounding, 1e-9 * tolerance)
  if (scatter === null) return rounding
  return Math.max(
    rounding,
    Math.min(medianDistances * scatter.relative * size, maxOfSize * size, maxOfSpread * scatter.spread),
  )
}

/** Whether two numbers say the same. */
export function agreeOnNumber(a: number, b: number, scale: NumberScale, scatter: Scatter | null): boolean {
  return Math.abs(a - b) <= agreementTolerance(Math.max(Math.abs(a), Math.abs(b)), scale, scatter)
}

/**
 * How a crowd scatters, by its numbers item after item; null where too few were answered by several to tell. O(answers of an
 * item squared), of its first ten.
 */
export function learnScatter(items: Iterable<readonly number[]>): Scatter | null {
  const distances: number[] = []
  const values: number[] = []
  for (const all of items) {
    const numbers = all.slice(0, 10)
    if (numbers.length < 2) continue
    const own: number[] = []
    numbers.forEach((a, i) => {
      for (const b of numbers.slice(0, i)) {
        const size = Math.max(Math.abs(a), Math.abs(b))
        own.push(size === 0 ? 0 : Math.abs(a - b) / size)
      }
    })
    distances.push(weightedMedian(own))
    values.push(weightedMedian(numbers))
  }
  if (distances.length < minItems) return null
  return { relative: weightedMedian(distances), spread: spreadOf(values) }
}

/** Median absolute deviation from the median, times 1.4826: estimates the standard deviation, ignores outliers. */
export function spreadOf(values: readonly number[], center = weightedMedian(values)): number {
  return madToSigma * weightedMedian(values.map((each) => Math.abs(each - center)))
}

/** Numbers that say the same, and the one of them that stands for all. */
export type NumberGroup = { value: number; members: number[] }

/**
 * Groups of numbers that agree: first the one with the most weight within the tolerance of one of its members, then the same
 * with the rest. In the order in which one would be preferred to another of equal standing: the nearest to the median of all
 * first, then the lower. Nothing depends on the order of the numbers.
 *
 * @param values finite numbers; `members` are their places.
 */
export function groupNumbers(
  values: readonly number[],
  weights: readonly number[],
  scale: NumberScale,
  scatter: Scatter | null,
): NumberGroup[] {
  const median = weightedMedian(values, weights)
  let rest = [...values.keys()].sort((a, b) => values[a]! - values[b]! || weights[a]! - weights[b]!)
  const groups: NumberGroup[] = []
  while (rest.length > 0) {
    let best: { members: number[]; weight: number; distance: number } | null = null
    for (const center of rest) {
      const members = rest.filter((i) => agreeOnNumber(values[i]!, values[center]!, scale, scatter))
      const weight = members.reduce((sum, i) => sum + weights[i]!, 0)
      const distance = Math.abs(values[center]! - median)
      const lead = best === null ? 1 : weight - best.weight
      if (best === null || lead > 1e-9 || (lead > -1e-9 && distance < best.distance))
        best = { members, weight, distance }
    }
    const { members } = best!
    const value = weightedMedian(
      members.map((i) => values[i]!),
      members.map((i) => weights[i]!),
    )
    // -0 is 0.
    groups.push({ value: value + 0, members })
    rest = rest.filter((i) => !members.includes(i))
  }
  const fromMedian = ({ value }: NumberGroup) => Math.abs(value - median)
  return groups.sort((a, b) => fromMedian(a) - fromMedian(b) || a.value - b.value)
}

/**
 * The value at which half of the weight lies on each side. When that falls between two answers it is the one of the two that
 * is nearer to the mean of all, the lower if equal: a median between two answers is nobody's.
 */
export function weightedMedian(values: readonly number[], weights?: readonly number[]): number {
  const order = [...values.keys()].sort((a, b) => values[a]! - values[b]!)
  let total = 0
  let mean = 0
  for (const i of order) {
    const weight = weights?.[i] ?? 1
    total += weight
    mean += weight * values[i]!
  }
  if (weights && total <= 0) return weightedMedian(values)
  mean /= total
  let below = 0
  for (let at = 0; at < order.length; at++) {
    const lower = values[order[at]!]!
    below += weights?.[order[at]!] ?? 1
    if (below > total / 2 + 1e-9 * total) return lower
    if (below >= total / 2 - 1e-9 * total) {
      const upper = values[order[at + 1] ?? order[at]!]!
      return upper - mean < mean - lower ? upper : lower
    }
  }
  return values[order.at(-1)!]!
}
