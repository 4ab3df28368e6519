import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Connection, connectionTo } from './database.ts'
import { prepareFolders } from './folders.ts'
import { findPostmaster } from './postmaster.ts'
import type { Programs } from './programs.ts'
import { clusterId } from './site.ts'

const longestMs = 15_000

/**
 * How to reach the PostgreSQL that another process runs on this data directory, for a program that works beside the
 * service (`doctor`, `fsck`, `backup`). Waits while it starts or is restarted; null when it is not ready for so long.
 */
export async function joinRunning(dataDir: string): Promise<Connection | null> {
  const folders = await prepareFolders(dataDir)
  const nothing = { info: () => {}, warn: () => {} }
  // Looking at it needs none of its programs.
  const site = { folders, id: clusterId(folders), account: undefined, programs: {} as Programs, log: nothing }
  for (const end = performance.now() + longestMs; performance.now() < end; await sleep(100)) {
    const found = await findPostmaster(site)
    if (found.state === 'ready') return connectionTo(found.endpoint, (await readFile(folders.password, 'utf8')).trim())
  }
  return null
}
