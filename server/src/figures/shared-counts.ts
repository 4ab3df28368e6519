type Kept<T> = { until: number; counted: Promise<T> }

// Whoever looks all the time costs at most so much of a processor: what took long is kept long.
const keptPerCounting = 10

/**
 * Counts of projects that all who look at them share: for `minMs`, and for ten times as long as the counting took. Several
 * projects are counted together by one `count`. A failure is told to who waited, and not kept.
 */
export function sharedCounts<Source extends object, T>(
  count: (source: Source, projectIds: number[]) => Promise<Map<number, T>>,
  minMs: number,
  clock: () => number = () => performance.now(),
): (source: Source, projectIds: number[]) => Promise<Map<number, T>> {
  const kept = new WeakMap<Source, Map<number, Kept<T>>>()
  return async (source, projectIds) => {
    const known = kept.get(source) ?? new Map<number, Kept<T>>()
    kept.set(source, known)
    const begun = clock()
    for (const [id, { until }] of known) if (until < begun) known.delete(id)
    const missing = projectIds.filter((id) => !known.has(id))
    const counting = missing.length > 0 ? count(source, missing) : null
    for (const id of missing) {
      const entry: Kept<T> = { until: Number.POSITIVE_INFINITY, counted: counting!.then((counts) => counts.get(id)!) }
      known.set(id, entry)
      entry.counted.then(
        () => {
          const now = clock()
          entry.until = now + Math.max(minMs, (now - begun) * keptPerCounting)
        },
        () => known.delete(id),
      )
    }
    const asked = projectIds.map(async (id) => [id, await known.get(id)!.counted] as const)
    return new Map(await Promise.all(asked))
  }
}
