import type { ChildProcess, SpawnOptions } from 'node:child_process'
import { closeSync, fstatSync, openSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Endpoint, listenOptions } from './endpoint.ts'
import { limitLog, readLog } from './log-file.ts'
import { giveToDataDirOwner } from './ownership.ts'
import { findPostmaster, stopAtExit } from './postmaster.ts'
import { programEnvironment, run, startProgram } from './run.ts'
import { dataDirArgument, type Site } from './site.ts'

/** A postmaster that is ready for clients. `exited` tells how it ended, if it is our child (an adopted one is not). */
export interface Running {
  pid: number
  exited: Promise<string> | undefined
}

/**
 * Starts one postmaster and waits until it is ready, through a crash recovery of any length; a string is what it
 * logged when it gave up.
 *
 * It gets a session of its own: a Ctrl-C in the terminal goes to the whole process group, and PostgreSQL would stop
 * before the program has answered what it has begun. `strangerPid` is the pid in a left-over pid file that another
 * program has by now. PostgreSQL would take that program for a postmaster and refuse; as its "grandparent" (a thing
 * that pg_ctl sets) the pid is passed over. The file itself stays, since the shared memory that it names is how
 * PostgreSQL sees that children of a killed postmaster are still at work.
 */
export async function launch(
  site: Site,
  endpoint: Endpoint,
  strangerPid: number | undefined,
  signal: AbortSignal,
): Promise<Running | string> {
  const { folders, programs, account, id } = site
  const where = dataDirArgument(folders.cluster, account)
  const args = ['-D', where, ...listenOptions(endpoint, folders), '-c', `cluster_name=${id}`]
  await limitLog(folders.log)
  const log = openSync(folders.log, 'a', 0o600)
  const logStart = fstatSync(log).size
  let child: ChildProcess
  try {
    await giveToDataDirOwner(folders, folders.log)
    if (process.platform === 'win32') return await launchOnWindows(site, args, logStart, signal)
    const env = programEnvironment(strangerPid === undefined ? {} : { PG_GRANDPARENT_PID: String(strangerPid) })
    const options: SpawnOptions = { cwd: folders.cluster, env, detached: true, stdio: ['ignore', log, log] }
    child = await startProgram(programs.postgres, args, account, options, (pid) => stopAtExit(site, pid))
  } finally {
    // At once: were it waited for, the child could end before anybody listens for that.
    closeSync(log)
  }
  child.unref()
  const running = await untilReady(site, child, signal)
  return typeof running === 'string' ? `${await readLog(folders.log, logStart)}\npostgres ${running}` : running
}

/** The child when it is ready for clients, or how it ended before. The signal stops it, which is an end like others. */
async function untilReady(site: Site, child: ChildProcess, signal: AbortSignal): Promise<Running | string> {
  const pid = child.pid!
  let ended: string | undefined
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, by) => {
      ended = by ? `ended by ${by}` : `ended with exit code ${code}`
      resolve(ended)
    })
  })
  const stopIt = () => child.kill('SIGINT')
  signal.addEventListener('abort', stopIt)
  if (signal.aborted) stopIt()
  try {
    await waitFor(site, async () => {
      if (ended !== undefined) return true
      const found = await findPostmaster(site)
      return found.state === 'ready' && found.pid === pid
    })
  } finally {
    signal.removeEventListener('abort', stopIt)
  }
  return ended ?? { pid, exited }
}

/**
 * pg_ctl drops the rights of an administrator, which PostgreSQL refuses to have; what it starts is then not our child.
 */
async function launchOnWindows(
  site: Site,
  args: string[],
  logStart: number,
  signal: AbortSignal,
): Promise<Running | string> {
  const { folders, programs } = site
  const [, folder = '', ...options] = args
  const words = options.map((word) => `"${word.replaceAll('"', '""')}"`).join(' ')
  const { code, output } = await run(programs.pgCtl, ['start', '-W', '-D', folder, '-l', folders.log, '-o', words], {
    cwd: folders.home,
    account: undefined,
  })
  if (code !== 0) return output
  let running: Running | undefined
  let quietSince = performance.now()
  await waitFor(site, async () => {
    signal.throwIfAborted()
    const found = await findPostmaster(site)
    if (found.state === 'ready') running = { pid: found.pid, exited: undefined }
    if (found.state === 'starting') quietSince = performance.now()
    return running !== undefined || performance.now() - quietSince > 5_000
  })
  return running ?? readLog(folders.log, logStart)
}

/** Asks again and again until it is true, and says every ten seconds that this is what the start is waiting for. */
export async function waitFor(site: Site, isTrue: () => Promise<boolean>): Promise<void> {
  let nextNotice = performance.now() + 10_000
  while (!(await isTrue())) {
    if (performance.now() > nextNotice) {
      nextNotice += 10_000
      site.log.info(
        { log: site.folders.log },
        'Still waiting for PostgreSQL; after a crash it replays what was not yet on disk',
      )
    }
    await sleep(5)
  }
}
