/**
 * Where do several numbers lie, and how far apart? Medians, because a single slip of a finger (1000 for 10) moves a mean
 * anywhere and a median hardly (breakdown point 50 %: Huber, Robust Statistics, 1981, section 1.4).
 */

type NumberLocation = {
  /** The weighted median. */
  value: number
  /** Median absolute deviation times 1.4826: estimates the standard deviation of normal answers, ignores outliers. */
  spread: number
  /** Share of the weight that lies within `tolerance` of the value, 0..1. */
  confidence: number
  tolerance: number
}

export type NumberScale = { step?: number | undefined; min?: number | undefined; max?: number | undefined }

/** Makes the MAD consistent with the standard deviation of a normal distribution: 1 / Phi^-1(3/4). */
const MAD_TO_SIGMA = 1.4826

/**
 * @param values finite numbers, at least one; `weights` (non-negative, one per value) default to 1 each.
 */
export function locateNumbers(values: number[], scale: NumberScale, weights?: ArrayLike<number>): NumberLocation {
  const keepsGrid = scale.step !== undefined || values.every(Number.isInteger)
  const value = weightedMedian(values, weights, keepsGrid)
  const deviations = values.map((each) => Math.abs(each - value))
  const tolerance = agreementTolerance(value, scale)
  let agreeing = 0
  let total = 0
  deviations.forEach((deviation, i) => {
    const weight = weights?.[i] ?? 1
    total += weight
    if (deviation <= tolerance) agreeing += weight
  })
  return {
    value,
    spread: MAD_TO_SIGMA * weightedMedian(deviations, weights, false),
    confidence: total > 0 ? agreeing / total : 0,
    tolerance,
  }
}

/**
 * How far an answer may lie from the median and still agree with it: one step of the field; else 2 % of the field's
 * range; else 5 % of the median itself. The last digits of a double never decide.
 */
export function agreementTolerance(median: number, { step, min, max }: NumberScale): number {
  const rounding = 1e-9 * Math.max(1, Math.abs(median))
  if (step !== undefined) return step + rounding
  if (min !== undefined && max !== undefined) return 0.02 * (max - min) + rounding
  return 0.05 * Math.abs(median) + rounding
}

/**
 * The value at which half of the weight lies on each side. When that falls between two answers: their mean, or, where a
 * fraction would make no sense (`keepsGrid`: "2.5 cats"), the one of the two nearer to the mean of all, the lower if equal.
 */
function weightedMedian(values: number[], weights: ArrayLike<number> | undefined, keepsGrid: boolean): number {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]! || a - b)
  let total = 0
  let mean = 0
  for (const i of order) {
    const weight = weights?.[i] ?? 1
    total += weight
    mean += weight * values[i]!
  }
  if (total <= 0) return weightedMedian(values, undefined, keepsGrid)
  mean /= total
  let below = 0
  for (let at = 0; at < order.length; at++) {
    const lower = values[order[at]!]!
    below += weights?.[order[at]!] ?? 1
    if (below > total / 2) return lower
    if (below === total / 2) {
      const upper = nextWeighted(values, weights, order, at + 1) ?? lower
      if (!keepsGrid) return lower / 2 + upper / 2
      return upper - mean < mean - lower ? upper : lower
    }
  }
  return values[order.at(-1)!]!
}

function nextWeighted(values: number[], weights: ArrayLike<number> | undefined, order: number[], from: number) {
  for (let at = from; at < order.length; at++) if ((weights?.[order[at]!] ?? 1) > 0) return values[order[at]!]
  return undefined
}
