import { chmodSync } from 'node:fs'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { DataDirInUse, type DataDirOwner, EmbeddedPostgresError } from './errors.ts'
import { fromSystemError } from './explain.ts'
import type { Folders } from './folders.ts'
import { giveToDataDirOwner } from './ownership.ts'
import { isAlive } from './processes.ts'

/**
 * One process at a time per data directory.
 *
 * The lock is the exclusive lock of SQLite on an empty file: Node has no flock, and this is the one kernel lock
 * (fcntl, LockFileEx) that it can take without a native module. The kernel drops it when the process dies, however it
 * dies, so that there is no stale lock and no race about who may remove one. Measured: 1.2 MB of memory, below 1 ms.
 * Rejected: a file with pid and start time (two processes can both find it stale, and pids mean nothing between
 * containers that share a volume), a listening socket (its file stays behind, the same race).
 *
 * Nothing in this process may open the lock file in another way: closing any descriptor of it would drop the lock
 * (POSIX).
 */
export interface DataDirLock {
  /** Replaces what the next process is told that finds the directory taken. Must survive JSON. */
  setInfo(info: unknown): Promise<void>
  release(): Promise<void>
}

const sqliteBusy = 5

/** Keeps the handles reachable: a collected handle is a closed one, and a closed one is no lock. */
const held = new Set<DatabaseSync>()

/** Takes the data directory or throws `DataDirInUse`, at once: there is nothing to wait for. */
export async function lockDataDir(folders: Folders): Promise<DataDirLock> {
  const handle = takeLock(folders.lock)
  if (!handle) throw new DataDirInUse(folders.dataDir, await readOwner(folders.owner))
  held.add(handle)

  const release = async () => {
    if (!held.has(handle)) return
    await rm(folders.owner, { force: true })
    held.delete(handle)
    handle.close()
  }
  const startedAt = new Date().toISOString()
  const setInfo = async (info: unknown) => {
    if (held.has(handle)) await writeOwner(folders, { pid: process.pid, startedAt, info })
  }
  try {
    await giveToDataDirOwner(folders, folders.lock)
    await setInfo(undefined)
  } catch (error) {
    await release()
    throw fromSystemError(error, folders.dataDir)
  }
  return { setInfo, release }
}

function takeLock(file: string): DatabaseSync | undefined {
  let handle: DatabaseSync | undefined
  try {
    handle = new DatabaseSync(file, { timeout: 0 })
    chmodSync(file, 0o600)
    // Nothing is ever written, so that there is nothing to journal: no second file appears.
    handle.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    return handle
  } catch (error) {
    handle?.close()
    if (error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy) return undefined
    throw new EmbeddedPostgresError(
      'data_dir_not_writable',
      `This program cannot lock ${file}. The file belongs to another user, or its file system knows no file locks. Give this user the whole data directory, or choose one on a local disk.`,
      { cause: error },
    )
  }
}

async function writeOwner(folders: Folders, owner: DataDirOwner): Promise<void> {
  const half = `${folders.owner}.new`
  const file = await open(half, 'w', 0o600)
  await file.writeFile(JSON.stringify(owner))
  await file.close()
  await giveToDataDirOwner(folders, half)
  await rename(half, folders.owner)
}

/**
 * The holder writes within milliseconds of locking; until then the file may be missing, or one that a killed process
 * left.
 */
async function readOwner(file: string): Promise<DataDirOwner | undefined> {
  for (let waitedMs = 0; waitedMs < 500; waitedMs += 25) {
    const text = await readFile(file, 'utf8').catch(() => undefined)
    const owner = text ? (JSON.parse(text) as DataDirOwner) : undefined
    if (owner && isAlive(owner.pid)) return owner
    await sleep(25)
  }
  return undefined
}
