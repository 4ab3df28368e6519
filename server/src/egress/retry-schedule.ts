const second = 1000
const minute = 60 * second
const hour = 60 * minute

/**
 * How long to wait after the 1st, 2nd ... 9th failed attempt: the example schedule of the Standard Webhooks
 * specification. The tenth and last attempt comes 75 h 35 min 5 s after the first, a little more than three days.
 */
const delaysMs = [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour]

export const maxAttempts = delaysMs.length + 1

/** A tenth either way keeps what failed together from coming back together, and the three days three days. */
const jitter = 0.1

/** However far away the time is that an endpoint names in Retry-After, the next attempt is at most this far off. */
const maxWaitMs = 24 * hour

/**
 * How long to wait, in ms, after attempt number `attempt` (1 for the first) failed; null after the last one.
 *
 * `random` gives numbers from 0 up to 1. `retryAfterS` is what the endpoint asked for: it can put the next attempt off,
 * up to a day, and never bring it forward. A RangeError for an attempt that is not a whole number from 1.
 */
export function nextAttemptDelayMs(
  attempt: number,
  { random = Math.random, retryAfterS = null }: { random?: () => number; retryAfterS?: number | null } = {},
): number | null {
  if (!Number.isInteger(attempt) || attempt < 1) throw new RangeError(`There is no webhook attempt number ${attempt}.`)
  const scheduledMs = delaysMs[attempt - 1]
  if (scheduledMs === undefined) return null
  const spread = random()
  const askedMs = (retryAfterS ?? 0) * second
  // Never earlier than asked, so here the jitter only adds; never later than the longest, so from there it takes away.
  const putOffMs =
    askedMs < maxWaitMs ? Math.min(askedMs * (1 + jitter * spread), maxWaitMs) : maxWaitMs * (1 - jitter * spread)
  return Math.round(Math.max(scheduledMs * (1 + jitter * (2 * spread - 1)), putOffMs))
}
