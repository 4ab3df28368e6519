import { DataDirInUse, EmbeddedPostgresError } from '@whisker/postgres/errors'
import type postgres from 'postgres'
import { exitOnSignals } from './asked-to-stop.ts'
import { type AssetStore, StorageError } from './assets/store.ts'
import { judgeStore } from './assets/store-identity.ts'
import { type Config, ConfigError } from './config.ts'
import { connect, type Sql } from './database/connect.ts'
import { joinEmbeddedDatabase, startEmbeddedDatabase } from './database/embedded.ts'
import { listMigrations } from './database/migrate.ts'
import { expectNotMoved } from './moved.ts'

/** The database of a program that works beside the service, or while it is stopped. */
export type Beside = {
  sql: Sql
  /** How to reach the embedded PostgreSQL; null for one of the operator's own. */
  embedded: postgres.Options<Record<string, never>> | null
  /** The service runs on this data directory right now. */
  isRunning: boolean
  /** Where people reach the running service, if it told. */
  url: string | null
}

/** What such a program cannot do here; the message is for the operator. */
export class CannotRun extends Error {}

/** Opens the database of the settings, whether the service runs or not; starts the embedded one if need be. */
export async function besideService<T>(config: Config, name: string, work: (beside: Beside) => Promise<T>): Promise<T> {
  await expectNotMoved(config)
  exitOnSignals()
  let own: Awaited<ReturnType<typeof startEmbeddedDatabase>> | null = null
  let embedded: Beside['embedded'] = null
  let url: string | null = null
  try {
    if (!config.databaseUrl) own = await startEmbeddedDatabase({ dataDir: config.dataDir })
    embedded = own?.connection ?? null
  } catch (error) {
    if (!(error instanceof DataDirInUse)) throw error
    url = (error.owner?.info as { url?: string } | undefined)?.url ?? null
    embedded = await joinEmbeddedDatabase(config.dataDir)
    if (!embedded)
      throw new CannotRun('The database of the running service is just starting or stopping. Try again in a moment.')
  }
  const sql = connect({
    ...(embedded ? { options: embedded } : { url: config.databaseUrl }),
    ...{ pool: 4, prepare: false, name, patient: true },
  })
  try {
    return await work({ sql, embedded, isRunning: embedded !== null && own === null, url })
  } finally {
    await sql.end({ timeout: 5 })
    await own?.stop()
  }
}

/** @throws {CannotRun} unless the database has the tables that this program knows. */
export async function expectSchema(sql: Sql): Promise<void> {
  const [table] = await sql<{ there: boolean }[]>`select to_regclass('migrations') is not null as there`
  if (!table?.there) throw new CannotRun('There is nothing here yet: this database was never used by Whisker.')
  const [latest] = await sql<{ number: number }[]>`select max(number) as number from migrations`
  if (latest?.number === listMigrations().length) return
  throw new CannotRun(
    `The database is at migration ${latest?.number}, and this program knows ${listMigrations().length}. Use the version of Whisker that the service runs.`,
  )
}

/** @throws {CannotRun} when the store is not the one that the database knows: nothing in it says anything of its pictures. */
export async function expectKnownStore(sql: Sql, store: AssetStore): Promise<void> {
  const judged = await judgeStore(sql, store)
  if ('detail' in judged) throw new CannotRun(judged.detail)
}

/** What is said while something long goes on: not before it has been long, and not all the time. */
export function nowAndThen<T>(say: (what: T) => void, everyMs = 10_000): (what: T) => void {
  let next = performance.now() + everyMs
  return (what) => {
    if (performance.now() < next) return
    next = performance.now() + everyMs
    say(what)
  }
}

/** Ends a program with a sentence: 3 when it could not do its work, as against 1 when it found something. */
export function endWith(error: unknown): never {
  const expected = [ConfigError, EmbeddedPostgresError, CannotRun, StorageError].some((kind) => error instanceof kind)
  const text = error instanceof Error ? (expected ? error.message : error.stack) : String(error)
  process.stderr.write(`${text}\n`)
  process.exit(3)
}
