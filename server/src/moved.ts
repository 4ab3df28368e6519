import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder, writeDurably } from './assets/object-writer.ts'
import { type Config, ConfigError } from './config.ts'

const file = 'postgres.moved'

/** Says beside the embedded database that another one goes on with its work. */
export async function markAsMoved(dataDir: string, to: string): Promise<void> {
  const half = join(dataDir, `${file}-${process.pid}.part`)
  writeDurably(half, Buffer.from(`${JSON.stringify({ to, at: new Date().toISOString() })}\n`))
  await rename(half, join(dataDir, file))
  syncFolder(dataDir)
}

/**
 * Whoever forgets DATABASE_URL after a move would go on with the old database: answers in two places, and backups of the one
 * where nothing happens any more.
 *
 * @throws {ConfigError} when the settings mean an embedded database that was moved.
 */
export async function expectNotMoved({ databaseUrl, dataDir }: Config): Promise<void> {
  if (databaseUrl) return
  const text = await readFile(join(dataDir, file), 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (text === null) return
  const { to, at } = JSON.parse(text) as { to: string; at: string }
  throw new ConfigError(
    `The database in ${dataDir} was moved to ${to} (${at}), and DATABASE_URL is not set. Set it to that address. To go back to the old database, without all that happened since, remove ${join(dataDir, file)}.`,
  )
}
