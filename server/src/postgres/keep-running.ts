import { setTimeout as sleep } from 'node:timers/promises'
import { bringUp } from './bring-up.ts'
import type { Endpoint } from './endpoint.ts'
import type { Running } from './launch.ts'
import { limitLog } from './log-file.ts'
import { shutDown } from './postmaster.ts'
import { isAlive } from './processes.ts'
import type { Site } from './site.ts'

/** Longest pause between two tries. A try costs 0.1 s of one core, and clients wait at most this much longer than they must. */
const MAX_PAUSE_MS = 2_000

/** One that lived this long was well: the next death starts with a quick restart again. */
const WELL_AFTER_MS = 60_000

/**
 * Restarts PostgreSQL whenever it dies, at the same address, until the signal is aborted. Never gives up: a full disk gets room again.
 * `current` always tells the pid that lives, for whoever has to stop it. None of the timers here keeps the process alive.
 */
export async function keepRunning(
  site: Site,
  endpoint: Endpoint,
  current: { running: Running | undefined },
  signal: AbortSignal,
): Promise<void> {
  let failures = 0
  while (current.running) {
    const startedAtMs = performance.now()
    const how = await untilGone(site, current.running)
    current.running = undefined
    if (signal.aborted) return
    if (performance.now() - startedAtMs > WELL_AFTER_MS) failures = 0
    site.log.warn({ how, log: site.folders.log }, 'PostgreSQL stopped by itself; starting it again')

    while (!current.running) {
      const pauseMs = failures === 0 ? 0 : Math.min(100 * 2 ** failures, MAX_PAUSE_MS)
      failures += 1
      await sleep(pauseMs, undefined, { ref: false, signal }).catch(() => {})
      if (signal.aborted) return
      try {
        const again = await bringUp(site, endpoint, signal)
        // `stop` came meanwhile and saw nothing to stop.
        if (signal.aborted) return shutDown(site, again.running.pid)
        current.running = again.running
        site.log.info({ pid: again.running.pid }, 'PostgreSQL runs again')
      } catch (error) {
        if (signal.aborted) return
        site.log.warn({ err: error }, 'PostgreSQL could not be started again; trying once more')
      }
    }
  }
}

/** Waits for the end of the postmaster, and empties its log now and then meanwhile. */
async function untilGone(site: Site, running: Running): Promise<string> {
  let over: string | undefined
  running.exited?.then((how) => {
    over = how
  })
  for (let rounds = 1; ; rounds++) {
    await Promise.race([running.exited ?? new Promise(() => {}), sleep(250, undefined, { ref: false })])
    if (over !== undefined) return over
    if (!running.exited && !isAlive(running.pid)) return 'it was adopted, so how it ended is not known'
    // Every minute. A log that cannot be emptied is not worth a restart.
    if (rounds % 240 === 0) await limitLog(site.folders.log).catch(() => {})
  }
}
