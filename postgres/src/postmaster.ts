import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { type Endpoint, socketPort } from './endpoint.ts'
import { errno } from './errno.ts'
import { commandOf, findProcesses, isAlive, waitUntilDead } from './processes.ts'
import { run } from './run.ts'
import type { Cluster, Site } from './site.ts'

/**
 * What is known about the postmaster of a cluster from its pid file. `stale`: the pid is nobody's, or a stranger's by
 * now.
 */
type Found =
  | { state: 'none' }
  | { state: 'stale'; pid: number }
  | { state: 'starting' | 'stopping'; pid: number }
  | { state: 'ready'; pid: number; endpoint: Endpoint }

/** Reads postmaster.pid: pid, folder, start time, port, socket folder, address, shared memory, status; one per line. */
export async function findPostmaster(site: Cluster): Promise<Found> {
  const file = path.join(site.folders.cluster, 'postmaster.pid')
  const text = await readFile(file, 'utf8').catch((error) => {
    if (errno(error) === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return { state: 'none' }
  const lines = text.split('\n').map((line) => line.trim())
  // Negative in single-user mode, which ends by itself when its input does.
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid === 0) return emptyPidFile(site, file)
  if (!isOurs(site, Math.abs(pid))) return { state: 'stale', pid: Math.abs(pid) }
  const status = lines[7]
  if (pid < 0 || status === 'stopping') return { state: 'stopping', pid: Math.abs(pid) }
  if (status !== 'ready') return { state: 'starting', pid }
  return { state: 'ready', pid, endpoint: endpointOf(site, Number(lines[3]), lines[4] ?? '') }
}

/**
 * The end of a kill (or a full disk) between making the file and writing it: PostgreSQL would refuse to start for ever.
 * We own the data directory, so that nobody else may be about to write it, except a postmaster that was just started.
 */
async function emptyPidFile(site: Cluster, file: string): Promise<Found> {
  const pid = ownProcesses(site)[0]
  if (pid !== undefined) return { state: 'starting', pid }
  await rm(file, { force: true })
  return { state: 'none' }
}

function endpointOf(site: Cluster, port: number, socketFolder: string): Endpoint {
  if (socketFolder === '' || port !== socketPort) return { kind: 'tcp', port }
  return { kind: 'socket', folder: path.resolve(site.folders.cluster, socketFolder) }
}

const toStopAtExit = new Map<number, Site>()

/**
 * When this process exits without `stop`, its PostgreSQL goes too: a fast stop, for which nobody has to wait.
 * Not when it is killed: then the next one adopts it. Windows has no signal that would do.
 */
export function stopAtExit(site: Site, pid: number): void {
  if (process.platform === 'win32') return
  for (const known of toStopAtExit.keys()) if (!isAlive(known)) toStopAtExit.delete(known)
  process.off('exit', stopAll).once('exit', stopAll)
  toStopAtExit.set(pid, site)
}

function stopAll(): void {
  for (const [pid, site] of toStopAtExit)
    try {
      if (isOurs(site, pid)) process.kill(pid, 'SIGINT')
    } catch {
      // It ended by itself in this very moment. An exception would change our exit code.
    }
}

function isOurs(site: Cluster, pid: number): boolean {
  if (!isAlive(pid)) return false
  const command = commandOf(pid)
  return process.platform === 'win32' ? command.includes('postgres.exe') : command.includes(`cluster_name=${site.id}`)
}

/** The postmaster and the children of this cluster, also children whose postmaster is dead. */
export function ownProcesses(site: Cluster): number[] {
  return [...findProcesses(`cluster_name=${site.id}`), ...findProcesses(`postgres: ${site.id}: `)]
}

/**
 * Stops PostgreSQL: fast (clients are cut off, a checkpoint is written), then immediately (the next start recovers),
 * then by force. No way loses anything that was committed.
 */
export async function shutDown(site: Site, pid: number, fastMs = 30_000): Promise<void> {
  const steps = [
    ['SIGINT', fastMs],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const
  for (const [signal, timeoutMs] of steps) {
    if (!isOurs(site, pid)) return
    await signalPostmaster(site, pid, signal)
    if (await waitUntilDead(pid, timeoutMs)) return
    site.log.warn({ pid, signal }, 'PostgreSQL did not stop in time')
  }
}

/** On Windows a signal from Node would simply end the process; pg_ctl knows how PostgreSQL wants to be told there. */
async function signalPostmaster(site: Site, pid: number, signal: 'SIGINT' | 'SIGQUIT' | 'SIGKILL'): Promise<void> {
  if (process.platform === 'win32') {
    const args = ['kill', signal.slice(3), String(pid)]
    await run(site.programs.pgCtl, args, { cwd: site.folders.home, account: undefined })
    return
  }
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (errno(error) !== 'ESRCH') throw error
  }
}
