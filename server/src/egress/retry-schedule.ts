const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/**
 * How long to wait after the 1st, 2nd ... 9th failed attempt: the example schedule of the Standard Webhooks
 * specification. The tenth and last attempt comes 75 h 35 min 5 s after the first, a little more than three days.
 */
const DELAYS_MS = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR]

export const MAX_ATTEMPTS = DELAYS_MS.length + 1

/** A tenth either way keeps what failed together from coming back together, and the three days three days. */
const JITTER = 0.1

/** However far away the time is that an endpoint names in Retry-After, the next attempt is at most this far off. */
const LONGEST_WAIT_MS = 24 * HOUR

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
  const scheduledMs = DELAYS_MS[attempt - 1]
  if (scheduledMs === undefined) return null
  const spread = random()
  const askedMs = (retryAfterS ?? 0) * SECOND
  // Never earlier than asked, so here the jitter only adds; never later than the longest, so from there it takes away.
  const putOffMs =
    askedMs < LONGEST_WAIT_MS
      ? Math.min(askedMs * (1 + JITTER * spread), LONGEST_WAIT_MS)
      : LONGEST_WAIT_MS * (1 - JITTER * spread)
  return Math.round(Math.max(scheduledMs * (1 + JITTER * (2 * spread - 1)), putOffMs))
}
