import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Connection, connectionTo } from './database.ts'
import { prepareFolders } from './folders.ts'
import { checkName, defaultName } from './name.ts'
import { findPostmaster } from './postmaster.ts'
import { clusterId } from './site.ts'

/**
 * How to reach the PostgreSQL that another process runs on this data directory: for a program that works beside it, once
 * `startEmbedded` has thrown `DataDirInUse`. Waits while it starts or is restarted; null when it is not ready in time.
 *
 * `name` is the one that it was started with. Throws `EmbeddedPostgresError` when the data directory cannot be read, and
 * the error of the system when its password may not be.
 */
export async function joinRunning({
  dataDir,
  name = defaultName,
  waitMs = 15_000,
}: {
  dataDir: string
  name?: string
  waitMs?: number
}): Promise<Connection | null> {
  checkName(name)
  const folders = await prepareFolders(dataDir)
  const cluster = { folders, id: clusterId(folders, name) }
  for (const end = performance.now() + waitMs; performance.now() < end; await sleep(100)) {
    const found = await findPostmaster(cluster)
    if (found.state === 'ready')
      return connectionTo(found.endpoint, name, (await readFile(folders.password, 'utf8')).trim())
  }
  return null
}
