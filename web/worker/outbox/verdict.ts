import type { FieldProblem } from '@whisker/api/problem.ts'
import type { Outcome } from '../calls/call.ts'
import type { Entry, Refusal } from '../storage/entry.ts'

/** What to do with an entry after the service answered, or did not. */
export type Verdict =
  | { do: 'saved' }
  /** Nothing is left to save: a skip of a task that is over. */
  | { do: 'forget' }
  /** Nobody can be reached, or nobody has time: all entries wait. `afterMs`: as the service asked, else null. */
  | { do: 'wait'; afterMs: number | null }
  /** This entry fails on the server; the others go first. */
  | { do: 'postpone' }
  /** The session is over: all entries wait for the person. */
  | { do: 'stop' }
  /** A withdrawal came too late: the answer stands. */
  | { do: 'stands' }
  /** The person can put it right. */
  | { do: 'fix'; errors: FieldProblem[] }
  | { do: 'refuse'; refusal: Refusal }

export function judge(entry: Entry, outcome: Outcome<unknown>): Verdict {
  if (outcome.ok) return { do: 'saved' }
  const { code, status, detail, errors, retryAfterS } = outcome.trouble
  if (code === 'internal') return { do: 'postpone' }
  if (status === 0 || status >= 500 || status === 429 || status === 408)
    return { do: 'wait', afterMs: retryAfterS === null ? null : retryAfterS * 1000 }
  if (code === 'unauthenticated') return { do: 'stop' }
  if (entry.step.kind === 'withdrawal') return { do: 'stands' }
  // A skip has nothing in it that could be lost.
  if (entry.step.kind === 'skip') return { do: 'forget' }
  const fixable = code === 'invalid' && errors.some((error) => error.pointer.startsWith('/answer'))
  if (fixable) return { do: 'fix', errors }
  return { do: 'refuse', refusal: { code: code === 'offline' ? 'unavailable' : code, detail } }
}

/**
 * How long to wait before the next try: 1 s, 2 s, 4 s ... 30 s, each shortened by up to a half, so that all the workers
 * of a server that comes back do not knock at the same moment.
 */
export function backoffMs(failures: number, random = Math.random()): number {
  return Math.min(30_000, 1000 * 2 ** Math.max(0, failures - 1)) * (1 - random / 2)
}
