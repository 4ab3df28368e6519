import type { FastifyBaseLogger } from 'fastify'
import { isUnavailable } from '../database/connect.ts'

/** Names of the loops; waking one makes it run now. */
export type LoopName =
  | 'expire'
  | 'renditions'
  | 'passed_over'
  | 'buckets'
  | 'waiting_tasks'
  | 'deliveries'
  | 'overlap'
  | 'forms'
  | 'gold'
  | 'reversals'
  | 'crowds'
  | 'refit'
  | 'figures'
  | 'scores'
  | 'deletions'
  | 'housekeeping'
  | 'shares'
  | 'orphans'
export type Wake = (name: LoopName) => void

/** One round of a job. `again` asks for the next round at once (there was more than one round could do). */
export type Round = (signal: AbortSignal) => Promise<'again' | 'done'>

export type Loop = { wake: () => void; stop: () => Promise<void> }

/**
 * Runs a round every `everyMs`, never two at a time. Every server runs every loop: the rounds take their rows with
 * `skip locked`, so that any number of servers share the work and none of them is needed.
 *
 * `restMs` is how long a round that has found all done is followed by none, however often it is woken: for a round that
 * costs more than what wakes it.
 *
 * Why not a queue of jobs: what has to be done stands in the tables already (a deadline that has passed, a delivery
 * that is due). A second list of the same facts could disagree with the first.
 */
export function startLoop(name: LoopName, everyMs: number, log: FastifyBaseLogger, round: Round, restMs = 0): Loop {
  const abort = new AbortController()
  let wakeUp = () => {}
  let woken = false
  const pause = (ms: number, isWakeable: boolean) =>
    new Promise<void>((resolve) => {
      if ((woken && isWakeable) || abort.signal.aborted) return resolve()
      const timer = setTimeout(resolve, ms)
      wakeUp = () => {
        if (!isWakeable && !abort.signal.aborted) return
        clearTimeout(timer)
        resolve()
      }
    })

  const run = async () => {
    let failures = 0
    while (!abort.signal.aborted) {
      woken = false
      let wait = everyMs
      try {
        if ((await round(abort.signal)) === 'again') wait = 0
        failures = 0
      } catch (error) {
        if (abort.signal.aborted) break
        failures++
        // While the database is away every loop would write a line a second.
        if (failures === 1 || !isUnavailable(error))
          log.error({ err: error, loop: name }, 'a background job failed; it is tried again')
        wait = Math.min(30_000, 250 * 2 ** Math.min(failures, 7))
      }
      if (wait > 0) {
        if (restMs > 0) await pause(restMs, false)
        await pause(wait - restMs, true)
      } else await new Promise((resolve) => setImmediate(resolve))
    }
  }
  const running = run()
  return {
    wake: () => {
      woken = true
      wakeUp()
    },
    stop: async () => {
      abort.abort()
      wakeUp()
      await running
    },
  }
}
