import type { Sql } from '../database/connect.ts'

type Kept<T> = { until: number; counted: Promise<T> }

// Whoever looks all the time costs at most so much of a processor: what took long is kept long.
const keptPerCounting = 10

/**
 * Counts of projects that all who look at them share: for `leastMs`, and for ten times as long as the counting took. Several
 * projects are counted together by one `count`. A failure is told to who waited, and not kept.
 */
export function sharedCounts<T>(
  count: (sql: Sql, projectIds: number[]) => Promise<Map<number, T>>,
  leastMs: number,
): (sql: Sql, projectIds: number[]) => Promise<Map<number, T>> {
  const kept = new WeakMap<Sql, Map<number, Kept<T>>>()
  return async (sql, projectIds) => {
    const known = kept.get(sql) ?? new Map<number, Kept<T>>()
    kept.set(sql, known)
    const begun = performance.now()
    for (const [id, { until }] of known) if (until < begun) known.delete(id)
    const missing = projectIds.filter((id) => !known.has(id))
    const counting = missing.length > 0 ? count(sql, missing) : null
    for (const id of missing) {
      const entry: Kept<T> = { until: Number.POSITIVE_INFINITY, counted: counting!.then((counts) => counts.get(id)!) }
      known.set(id, entry)
      entry.counted.then(
        () => {
          const now = performance.now()
          entry.until = now + Math.max(leastMs, (now - begun) * keptPerCounting)
        },
        () => known.delete(id),
      )
    }
    const asked = projectIds.map(async (id) => [id, await known.get(id)!.counted] as const)
    return new Map(await Promise.all(asked))
  }
}
