import { rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { chooseEndpoint, type Endpoint, socketFile } from './endpoint.ts'
import { errno } from './errno.ts'
import { EmbeddedPostgresError } from './errors.ts'
import { fromProgramOutput } from './explain.ts'
import { launch, type Running, waitFor } from './launch.ts'
import { findPostmaster, ownProcesses, shutDown, stopAtExit } from './postmaster.ts'
import type { Site } from './site.ts'

export interface BroughtUp {
  running: Running
  endpoint: Endpoint
  /** It ran already: a program before us was killed and left it behind. */
  adopted: boolean
}

/**
 * How often somebody else may be faster (an operator's pg_ctl, a program that takes our port) before it is an error.
 */
const maxRaces = 5

/**
 * Makes exactly one postmaster run on the cluster, whatever was left there:
 *
 *     none, stale -> launch it (it recovers by itself)   starting, stopping -> wait, look again   ready -> adopt it
 *
 * With `fixed` it must listen where clients look for it already, so that their address stays good: one that does not
 * is stopped first.
 */
export async function bringUp(site: Site, fixed: Endpoint | undefined, signal: AbortSignal): Promise<BroughtUp> {
  let orphansSinceMs: number | undefined
  for (let races = 0; ; ) {
    signal.throwIfAborted()
    const found = await findPostmaster(site)
    if (found.state === 'ready') {
      if (!fixed || sameEndpoint(fixed, found.endpoint)) {
        stopAtExit(site, found.pid)
        return { running: { pid: found.pid, exited: undefined }, endpoint: found.endpoint, adopted: true }
      }
      await shutDown(site, found.pid)
      continue
    }
    if (found.state === 'starting' || found.state === 'stopping') {
      await waitForChange(site, found.state, found.pid, signal)
      continue
    }

    const endpoint = fixed ?? (await chooseEndpoint(site.folders, site.id, site.account))
    await removeDeadSocket(endpoint)
    const launched = await launch(site, endpoint, found.state === 'stale' ? found.pid : undefined, signal)
    if (typeof launched !== 'string') return { running: launched, endpoint, adopted: false }

    signal.throwIfAborted()
    if (/pre-existing shared memory block|is still in use/.test(launched)) {
      orphansSinceMs ??= performance.now()
      await clearOrphans(site, performance.now() - orphansSinceMs)
    } else if (/lock file "postmaster.pid" already exists/.test(launched) && races++ < maxRaces) await sleep(100)
    else if (endpoint.kind === 'tcp' && !fixed && /could not bind/.test(launched) && races++ < maxRaces) await sleep(10)
    else throw fromProgramOutput('start_failed', 'start on', site.folders.cluster, launched)
  }
}

function sameEndpoint(a: Endpoint, b: Endpoint): boolean {
  if (a.kind === 'socket') return b.kind === 'socket' && a.folder === b.folder
  return b.kind === 'tcp' && a.port === b.port
}

/** A start takes as long as its recovery does. A stop that takes more than a minute is helped. */
async function waitForChange(
  site: Site,
  state: 'starting' | 'stopping',
  pid: number,
  signal: AbortSignal,
): Promise<void> {
  const endMs = performance.now() + 60_000
  await waitFor(site, async () => {
    signal.throwIfAborted()
    if (state === 'stopping' && performance.now() > endMs) await shutDown(site, pid, 0)
    return (await findPostmaster(site)).state !== state
  })
}

/**
 * Children of a killed postmaster stop within milliseconds when they are idle. One in a long statement may not notice,
 * and one that waits for a lock of a dead sibling waits for ever (seen once in some 200 kills). PostgreSQL refuses to
 * start while one lives (it might still write), so we wait, then ask, then force. Nothing of an acknowledged
 * transaction depends on them: it is in the log on disk.
 */
async function clearOrphans(site: Site, waitedMs: number): Promise<void> {
  if (waitedMs > 15_000)
    throw new EmbeddedPostgresError(
      'start_failed',
      `Another PostgreSQL, which this program did not start, is using ${site.folders.cluster}. Stop it, then start again.`,
    )
  if (waitedMs > 200)
    for (const pid of ownProcesses(site)) {
      site.log.warn({ pid }, 'Ending a process that was left over from a killed PostgreSQL')
      try {
        process.kill(pid, waitedMs > 2_000 ? 'SIGKILL' : 'SIGQUIT')
      } catch (error) {
        if (errno(error) !== 'ESRCH') throw error
      }
    }
  await sleep(100)
}

/**
 * The socket's own lock file holds a pid too, which may be a stranger's by now. We know that no postmaster is alive.
 */
async function removeDeadSocket(endpoint: Endpoint): Promise<void> {
  if (endpoint.kind !== 'socket') return
  await rm(socketFile(endpoint.folder), { force: true })
  await rm(`${socketFile(endpoint.folder)}.lock`, { force: true })
}
