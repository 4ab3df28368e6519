import { constants } from 'node:os'

/** Whoever sends a signal twice within this time means it once: a whole process group got it, and npm passes it on. */
const oneWishMs = 1000
/** Longer than any request should take; a supervisor would kill us soon after. */
const maxStopMs = 25_000

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

/** Asked to stop before it was ready. */
export class Stopped extends Error {}

/**
 * Aborted when somebody wants this process to stop. To be called first of all: the default action of a signal would leave
 * PostgreSQL running, which has a session of its own. Whoever started us over IPC and is gone, killed perhaps, wants us no
 * longer either.
 *
 * A second wish ends the process at once, and so does a stop that takes too long: our exit then stops PostgreSQL
 * (`stopAtExit` in @whisker/postgres).
 */
export function askedToStop(say: (why: string) => void): AbortSignal {
  const asked = new AbortController()
  let firstAt = 0
  const ask = (why: string) => {
    if (!asked.signal.aborted) {
      firstAt = performance.now()
      say(why)
      setTimeout(() => process.exit(1), maxStopMs).unref()
      asked.abort(new Stopped())
    } else if (why !== 'disconnect' && performance.now() - firstAt > oneWishMs) process.exit(1)
  }
  for (const name of [...signals, 'disconnect']) process.on(name, () => ask(name))
  return asked.signal
}

/** For programs with nothing to finish: a signal ends them by an exit, and PostgreSQL with them. */
export function exitOnSignals(): void {
  for (const name of signals) process.once(name, () => process.exit(128 + constants.signals[name]))
}
