import { setTimeout as sleep } from 'node:timers/promises'
import { bringUp } from './bring-up.ts'
import type { Endpoint } from './endpoint.ts'
import type { Running } from './launch.ts'
import { limitLog } from './log-file.ts'
import { shutDown } from './postmaster.ts'
import { isAlive } from './processes.ts'
import type { Site } from './site.ts'

/**
 * Longest pause between two tries. A try costs 0.1 s of one core, and clients wait at most this much longer than they
 * must.
 */
const maxPauseMs = 2_000

/** One that lived this long was well: the next death starts with a quick restart again. */
const wellAfterMs = 60_000

const logLookMs = 60_000
const adoptedLookMs = 250

/**
 * Restarts PostgreSQL whenever it dies, at the same address, until the signal is aborted: then it shuts it down, and
 * is done. Never gives up: a full disk gets room again. `current` tells which one lives. None of the timers here keeps
 * the process alive.
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
    const how = await untilGone(site, current.running, signal)
    if (signal.aborted) return shutDown(site, current.running.pid)
    current.running = undefined
    if (performance.now() - startedAtMs > wellAfterMs) failures = 0
    site.log.warn({ how, log: site.folders.log }, 'PostgreSQL stopped by itself; starting it again')

    while (!current.running) {
      const pauseMs = failures === 0 ? 0 : Math.min(100 * 2 ** failures, maxPauseMs)
      failures += 1
      await pause(pauseMs, signal)
      if (signal.aborted) return
      try {
        current.running = (await bringUp(site, endpoint, signal)).running
        site.log.info({ pid: current.running.pid }, 'PostgreSQL runs again')
      } catch (error) {
        if (signal.aborted) return
        site.log.warn({ err: error }, 'PostgreSQL could not be started again; trying once more')
      }
    }
  }
}

/** Waits for the end of the postmaster or for the signal, and looks after its log meanwhile. */
async function untilGone(site: Site, running: Running, signal: AbortSignal): Promise<string> {
  // One signal for both: racing promises every time round would pile up listeners on the one that lasts.
  const wake = new AbortController()
  let ended: string | undefined
  running.exited?.then((how) => {
    ended = how
    wake.abort()
  })
  const onAbort = () => wake.abort()
  signal.addEventListener('abort', onAbort)
  let logLookedAtMs = performance.now()
  while (!signal.aborted && ended === undefined) {
    // Nobody tells us when one dies that is not our child.
    if (!running.exited && !isAlive(running.pid)) ended = 'it was adopted, so how it ended is not known'
    else await pause(running.exited ? logLookMs : adoptedLookMs, wake.signal)
    if (performance.now() - logLookedAtMs < logLookMs) continue
    logLookedAtMs = performance.now()
    // A log that cannot be emptied is not worth a restart.
    await limitLog(site.folders.log).catch(() => {})
  }
  signal.removeEventListener('abort', onAbort)
  return ended ?? 'not yet'
}

/** Ends early when the signal is aborted. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return sleep(ms, undefined, { ref: false, signal }).catch(() => {})
}
