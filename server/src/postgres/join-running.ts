import { readFile } from 'node:fs/promises'
import { type Connection, connectionTo } from './database.ts'
import { prepareFolders } from './folders.ts'
import { findPostmaster } from './postmaster.ts'
import type { Programs } from './programs.ts'
import { clusterId } from './site.ts'

/**
 * How to reach the PostgreSQL that another process runs on this data directory, for a program that works beside the
 * service (`doctor`, `fsck`, `backup`); null while it is not ready.
 */
export async function joinRunning(dataDir: string): Promise<Connection | null> {
  const folders = await prepareFolders(dataDir)
  const nothing = { info: () => {}, warn: () => {} }
  // Looking at it needs none of its programs.
  const site = { folders, id: clusterId(folders), account: undefined, programs: {} as Programs, log: nothing }
  const found = await findPostmaster(site)
  if (found.state !== 'ready') return null
  return connectionTo(found.endpoint, (await readFile(folders.password, 'utf8')).trim())
}
