import { chooseAccount } from './account.ts'
import { bringUpUsable } from './bring-up-usable.ts'
import { type Connection, connectionTo, urlOf } from './database.ts'
import { leaveEndpoint } from './endpoint.ts'
import { fromSystemError } from './explain.ts'
import { findPackage } from './find-package.ts'
import { prepareFolders } from './folders.ts'
import { prepareCluster } from './initialize.ts'
import { keepRunning } from './keep-running.ts'
import type { Running } from './launch.ts'
import { type DataDirLock, lockDataDir } from './lock.ts'
import { type Log, silent } from './log.ts'
import { checkName, defaultName } from './name.ts'
import { makePrivateFolder } from './ownership.ts'
import { shutDown } from './postmaster.ts'
import { cachesOfRoot, preparePrograms } from './programs.ts'
import { checkSettings, type Setting } from './settings.ts'
import { clusterId, type Site } from './site.ts'

export type { Connection, Log, Setting }

export interface EmbeddedOptions {
  /** Made (0700) if it is missing. Relative to the working directory. On a local disk: it is locked. */
  dataDir: string
  /**
   * Of the only role and of the database; also what its processes are told from others by. 1 to 40 of a-z, 0-9 and _, a
   * letter first. A data directory keeps the one that it was made with. `postgres` if there is none.
   */
  name?: string
  /** Hears of what happens: that it is ready, was taken over, died and runs again. Nobody does if there is none. */
  log?: Log
  /**
   * Lines of postgresql.conf beside, or in place of, those of this package; the file is written anew at every start. null:
   * it is not written at all, and stays as initdb or somebody else made it.
   */
  settings?: readonly Setting[] | null
  /** False only for a cluster that a test throws away: it loses data in a crash. Refused for a cluster that exists. */
  durable?: boolean
  /** Calls the start off: nothing is left running, and the promise is rejected with the reason. */
  signal?: AbortSignal
}

export interface EmbeddedPostgres {
  /** For the `postgres` driver: spread it into its options. It stays the same when PostgreSQL is restarted. */
  connection: Connection
  /**
   * The same for libpq (psql, pg_dump), with the password: `postgres://name:password@host:port/name`. The host may be the
   * folder of a socket, percent-encoded, which drivers of Node do not take.
   */
  url: string
  /** PostgreSQL ran already, left behind by a program that was killed. */
  adopted: boolean
  /** The file that PostgreSQL writes its log to. */
  logFile: string
  /** The pid of the postmaster, or undefined while it is being restarted. */
  pid(): number | undefined
  /** Replaces what `DataDirInUse` tells the next process that tries this data directory. Must survive JSON. */
  setInfo(info: unknown): Promise<void>
  /**
   * Stops PostgreSQL (30 s at most, then less gently) and gives the data directory back. Connections are cut off; nothing
   * that was committed is lost. A second call waits for the first.
   */
  stop(): Promise<void>
}

/**
 * Starts the PostgreSQL that comes along, on a cluster in the data directory, and keeps it running until `stop`.
 * Makes the cluster the first time; adopts or recovers what a killed program left, however long the recovery takes.
 *
 *     const embedded = await startEmbedded({ dataDir: 'data' })
 *     const sql = postgres({ ...embedded.connection })
 *
 * Throws `DataDirInUse` if another process has this data directory, `EmbeddedPostgresError` with a sentence for
 * everything that the person who started the program can mend, and `RangeError` for a name or settings that cannot be.
 * A crash of this process leaves PostgreSQL running, for the next one to adopt; an exit without `stop` takes it along.
 */
export async function startEmbedded({
  dataDir,
  name = defaultName,
  log = silent,
  settings = [],
  durable = true,
  signal = new AbortController().signal,
}: EmbeddedOptions): Promise<EmbeddedPostgres> {
  checkName(name)
  checkSettings(settings ?? [])
  const folders = await prepareFolders(dataDir)
  const lock = await lockDataDir(folders)
  try {
    const account = await chooseAccount(folders)
    await makePrivateFolder(folders.home, account)
    const programs = await preparePrograms(await findPackage(), account, folders.home, log, cachesOfRoot(name))
    const site: Site = { folders, programs, account, name, id: clusterId(folders, name), log }
    const password = await prepareCluster(site, { durable, settings })
    signal.throwIfAborted()
    return await runUntilStopped(site, lock, password, signal)
  } catch (error) {
    await lock.release()
    throw signal.aborted ? signal.reason : fromSystemError(error, folders.dataDir)
  }
}

/** Brings it up, unless that is called off, and keeps it running until `stop`, which gives the lock back. */
async function runUntilStopped(
  site: Site,
  lock: DataDirLock,
  password: string,
  calledOff: AbortSignal,
): Promise<EmbeddedPostgres> {
  const { running, endpoint, adopted } = await bringUpUsable(site, password, calledOff)
  if (calledOff.aborted) {
    await shutDown(site, running.pid)
    await leaveEndpoint(endpoint, site.folders)
    throw calledOff.reason
  }
  site.log.info({ pid: running.pid, adopted, ...endpoint }, 'PostgreSQL is ready')

  const stopping = new AbortController()
  const current: { running: Running | undefined } = { running }
  const kept = keepRunning(site, endpoint, current, stopping.signal)
  const stop = async () => {
    stopping.abort()
    await kept
    await leaveEndpoint(endpoint, site.folders)
    await lock.release()
  }
  let stopped: Promise<void> | undefined
  const connection = connectionTo(endpoint, site.name, password)
  return {
    connection,
    url: urlOf(connection),
    adopted,
    logFile: site.folders.log,
    pid: () => current.running?.pid,
    setInfo: lock.setInfo,
    stop: () => {
      stopped ??= stop()
      return stopped
    },
  }
}
