/** How honest probabilities are: ten equal bins, in each the mean of what was said beside how often it was so (Naeini et al., AAAI 2015). */
export type Bins = { sure: number; right: number; count: number }[]

const binCount = 10

export function emptyBins(): Bins {
  return Array.from({ length: binCount }, () => ({ sure: 0, right: 0, count: 0 }))
}

export function put(bins: Bins, p: number, isRight: boolean): void {
  const bin = bins[Math.min(binCount - 1, Math.floor(p * binCount))]!
  bin.sure += p
  bin.right += Number(isRight)
  bin.count++
}

/** The mean of the difference, weighted by how many are in each bin. */
export function eceOf(bins: Bins): number {
  const all = bins.reduce((sum, { count }) => sum + count, 0)
  return bins.reduce((sum, { sure, right }) => sum + Math.abs(sure - right), 0) / all
}
