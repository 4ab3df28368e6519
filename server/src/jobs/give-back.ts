import { type EventLoopUtilization, performance } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { FastifyBaseLogger } from 'fastify'

const everyMs = 10_000
const restful = 0.03
const worthBytes = 24e6

/** What is looked at, and done; tests have their own. */
export type Process = {
  residentBytes: () => number
  /** How much of the time since it was asked last this thread had something to do, 0 to 1. */
  busyShare: () => number
  collect: () => void
}

/**
 * Gives memory back that a load has left behind. V8 keeps the pages of what it has collected for itself, and collects little while its
 * heap is far from its limit: after 60,000 texts the service stood at 259 MB, of which its live objects were 38. Only the collection of
 * last resort gives the pages back; it stops the thread for 0.1 s (0.8 where others use the machine), so it waits for ten seconds in which there was next to nothing
 * to do, and until there is something to gain since it was done last.
 *
 * @returns one look
 */
export function giveBack({ residentBytes, busyShare, collect }: Process, log?: FastifyBaseLogger): () => void {
  let left = 0
  return () => {
    const before = residentBytes()
    if (busyShare() > restful || before - left < worthBytes) return
    const begun = performance.now()
    collect()
    left = residentBytes()
    log?.debug({ before, after: left, ms: Math.round(performance.now() - begun) }, 'gave memory back')
  }
}

/** For as long as the process lives. */
export function startGivingBack(log: FastifyBaseLogger): void {
  setInterval(giveBack(thisProcess(), log), everyMs).unref()
}

export function thisProcess(): Process {
  let last: EventLoopUtilization = performance.eventLoopUtilization()
  return {
    residentBytes: () => process.memoryUsage.rss(),
    busyShare: () => {
      const now = performance.eventLoopUtilization()
      const { utilization } = performance.eventLoopUtilization(now, last)
      last = now
      return utilization
    },
    collect: lastResort(),
  }
}

/** V8 has it for its own tests, behind a flag that only contexts made while it is set are born with. */
function lastResort(): () => void {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as (options: { type: 'major'; flavor: 'last-resort' }) => void
  setFlagsFromString('--no-expose-gc')
  return () => gc({ type: 'major', flavor: 'last-resort' })
}
