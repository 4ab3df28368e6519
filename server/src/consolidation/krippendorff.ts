/**
 * Krippendorff's alpha: how far do answers agree beyond chance? 1 is perfect, 0 is what dice would give; above 0.8 is
 * reliable, 0.667 is the least for tentative use (Krippendorff, Content Analysis, 2004, chapter 11).
 *
 *   alpha = 1 - D_observed / D_expected
 *   D_observed = 1/n   * sum over tasks of  sum over ordered pairs of its answers of d(a, b) / (answers of the task - 1)
 *   D_expected = 1/(n (n - 1)) * sum over ordered pairs of all answers of d(a, b)
 *
 * nominal d = [a != b]; interval d = (a - b)^2; ordinal d = (number of answers from a to b, the ends counting half)^2.
 */
export type Metric = 'nominal' | 'ordinal' | 'interval'

/**
 * @param start `tasks + 1` offsets into `values`; tasks with fewer than two answers say nothing and are left out.
 * @param values class indices (nominal) or numbers (ordinal, interval).
 * @returns null when no task has two answers; 1 when all answers are equal.
 */
export function krippendorffAlpha(start: ArrayLike<number>, values: ArrayLike<number>, metric: Metric): number | null {
  const paired: [from: number, to: number][] = []
  for (let t = 0; t + 1 < start.length; t++) {
    if (start[t + 1]! - start[t]! >= 2) paired.push([start[t]!, start[t + 1]!])
  }
  const totals = new Map<number, number>()
  let n = 0
  for (const [from, to] of paired) {
    for (let i = from; i < to; i++) totals.set(values[i]!, (totals.get(values[i]!) ?? 0) + 1)
    n += to - from
  }
  if (n === 0) return null
  const position = positionsOf(totals, metric)
  const pairs = metric === 'nominal' ? unequalPairs : squaredPairs(position)
  let observed = 0
  for (const [from, to] of paired) {
    const counts = new Map<number, number>()
    for (let i = from; i < to; i++) counts.set(values[i]!, (counts.get(values[i]!) ?? 0) + 1)
    observed += pairs(counts, to - from) / (to - from - 1)
  }
  const expected = pairs(totals, n) / (n - 1)
  return expected === 0 ? 1 : 1 - observed / expected
}

/**
 * Where each value stands on a line on which d is the squared distance: the value itself, or, for ranks, the number of
 * answers below it plus half of its own (the ordinal d of a and b is the squared difference of these).
 */
function positionsOf(totals: Map<number, number>, metric: Metric): Map<number, number> {
  const position = new Map<number, number>()
  let below = 0
  for (const [value, count] of [...totals].sort((a, b) => a[0] - b[0])) {
    position.set(value, metric === 'ordinal' ? below + count / 2 : value)
    below += count
  }
  return position
}

/** Sum over ordered pairs of [a != b]. */
function unequalPairs(counts: Map<number, number>, n: number): number {
  let equal = 0
  for (const count of counts.values()) equal += count * count
  return n * n - equal
}

/** Sum over ordered pairs of (x - y)^2 = 2 n sum (x - mean)^2: linear, not quadratic, in the number of answers. */
function squaredPairs(position: Map<number, number>) {
  return (counts: Map<number, number>, n: number): number => {
    let mean = 0
    for (const [value, count] of counts) mean += (count * position.get(value)!) / n
    let squares = 0
    for (const [value, count] of counts) squares += count * (position.get(value)! - mean) ** 2
    return 2 * n * squares
  }
}
