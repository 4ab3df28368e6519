export type Limit = {
  /** So many a second, on all servers together. */
  perS: number
  /** So many at once after a rest. */
  burst: number
}

type Bucket = { left: number; at: number; limit: Limit; taken: number }

// Who has not been here for so long that the bucket is full again is forgotten.
const maxBuckets = 50_000

/**
 * Counts what happens by name and second (token buckets): requests, failed look-ups, skips. Counted in memory: no request
 * waits for it. What the other servers count comes once a second (exchange.ts) and is taken off: a name that is busy on n
 * servers has at least the nth part on each, so that they never starve one another, and all together stay at the limit
 * but for the second that the news takes.
 */
export class Rate {
  private readonly buckets = new Map<string, Bucket>()
  private elsewhere = new Map<string, { perS: number; servers: number }>()

  /** @returns how many seconds to wait for the next one; 0: it is counted. */
  take(name: string, limit: Limit, now = performance.now()): number {
    const bucket = this.refilled(name, limit, now)
    if (bucket.left < 1) return (1 - bucket.left) / this.refillPerS(name, limit)
    bucket.left--
    bucket.taken++
    return 0
  }

  /** The same without counting: whether there is one left. */
  wait(name: string, limit: Limit, now = performance.now()): number {
    if (!this.buckets.has(name)) return 0
    const bucket = this.refilled(name, limit, now)
    return bucket.left >= 1 ? 0 : (1 - bucket.left) / this.refillPerS(name, limit)
  }

  /** What was counted since the last call, where it is more than a twentieth of the limit: the news for other servers. */
  news(seconds: number): Map<string, number> {
    const told = new Map<string, number>()
    for (const [name, bucket] of this.buckets) {
      const perS = bucket.taken / seconds
      bucket.taken = 0
      if (perS > bucket.limit.perS / 20) told.set(name, perS)
    }
    return told
  }

  countedElsewhere(counted: Map<string, { perS: number; servers: number }>): void {
    this.elsewhere = counted
  }

  private refilled(name: string, limit: Limit, now: number): Bucket {
    let bucket = this.buckets.get(name)
    if (!bucket) {
      if (this.buckets.size >= maxBuckets) this.forget(now)
      bucket = { left: limit.burst, at: now, limit, taken: 0 }
      this.buckets.set(name, bucket)
      return bucket
    }
    bucket.left = Math.min(limit.burst, bucket.left + ((now - bucket.at) / 1000) * this.refillPerS(name, limit))
    bucket.at = now
    return bucket
  }

  private refillPerS(name: string, { perS }: Limit): number {
    const others = this.elsewhere.get(name)
    return others ? Math.max(perS - others.perS, perS / (others.servers + 1)) : perS
  }

  private forget(now: number): void {
    for (const [name, { left, at, limit }] of this.buckets)
      if (left + ((now - at) / 1000) * limit.perS >= limit.burst) this.buckets.delete(name)
    // Still as many: strangers from everywhere. The oldest half goes, at worst with a burst more for them.
    if (this.buckets.size < maxBuckets) return
    let toLookAt = maxBuckets / 2
    for (const name of this.buckets.keys()) {
      if (toLookAt-- <= 0) break
      this.buckets.delete(name)
    }
  }
}
