import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { EmbeddedPostgres } from '@whisker/postgres'
import { DataDirInUse } from '@whisker/postgres/errors'
import { openFolderStore } from './assets/folder-store.ts'
import { openStore } from './assets/open-store.ts'
import { type Copied, copyPictures } from './backup/copy-pictures.ts'
import { CannotRun, endWith, expectKnownStore, expectSchema, nowAndThen } from './beside.ts'
import { type Config, readConfig } from './config.ts'
import { connect, type Sql } from './database/connect.ts'
import { startEmbeddedDatabase } from './database/embedded.ts'
import { nameOfAddress } from './move/address.ts'
import { copyDatabase, isSame, NotTheSame } from './move/copy-database.ts'
import { nextTransaction, passCounter } from './move/pass-counter.ts'
import { judgeTarget } from './move/target.ts'
import { markAsMoved } from './moved.ts'

const print = (text: string) => process.stdout.write(`${text}\n`)
const pool = { pool: 2, prepare: false, name: 'whisker move', patient: true, reports: true }

/**
 * `whisker move`: brings everything from the embedded database to the PostgreSQL that DATABASE_URL names, and with `--pictures`
 * the pictures from their folder to the S3_* of the settings. The old database is only read. A kill leaves the target as
 * empty as it was, and the same command goes on.
 */
async function main(withPictures: boolean): Promise<void> {
  const config = readConfig(process.env)
  if (!config.databaseUrl)
    throw new CannotRun(
      'Name the new database: whisker move --to postgres://user:password@host:5432/database, or set DATABASE_URL as the service will have it.',
    )
  if (withPictures && !config.s3)
    throw new CannotRun('--pictures brings the pictures to an S3-compatible store: set S3_ENDPOINT and its companions.')
  const embedded = await startOld(config.dataDir)
  const from = connect({ ...pool, options: embedded.connection })
  const to = connect({ ...pool, url: config.databaseUrl })
  try {
    await expectSchema(from)
    const name = nameOfAddress(config.databaseUrl)
    const state = await judgeTarget(to, name)
    const lost = withPictures ? await movePictures(config, from) : await expectPictures(config, from)
    const told = state === 'empty' ? await moveRows(from, to) : await expectMoved(from, to, name)
    await markAsMoved(config.dataDir, name)
    print(`${told}\n${await whatNext(config, name, to)}`)
    if (lost.length === 0) return
    print(`These pictures were missing or damaged before, and were not brought:\n  ${lost.join('\n  ')}`)
    process.exitCode = 1
  } finally {
    await Promise.all([from, to].map((one) => one.end({ timeout: 5 })))
    await embedded.stop()
  }
}

async function startOld(dataDir: string): Promise<EmbeddedPostgres> {
  await access(join(dataDir, 'postgres', 'cluster')).catch(() => {
    throw new CannotRun(`${dataDir} has no embedded database. Name the data directory of the service with --data.`)
  })
  try {
    return await startEmbeddedDatabase({ dataDir })
  } catch (error) {
    if (!(error instanceof DataDirInUse)) throw error
    throw new CannotRun(
      `The service runs on ${dataDir}, and what it takes in meanwhile would be left behind. Stop it, then run this command again; nothing was changed.`,
    )
  }
}

async function moveRows(from: Sql, to: Sql): Promise<string> {
  const raising = nowAndThen((left: bigint) =>
    print(`Raising the transaction counter of the new database past the old one: ${figure(left)} to go.`),
  )
  await passCounter(to, await nextTransaction(from), raising)
  const { tables, rows } = await copyDatabase(from, to, (table, count) => {
    if (count > 0) print(`  ${table.padEnd(20)} ${figure(count).padStart(15)} rows`)
  })
  // Its planner knows nothing of the rows yet, and they came at once.
  await to.begin(async (tx) => {
    await tx`set local statement_timeout = 0`
    await tx`analyze`
  })
  return `Moved: ${tables} tables with ${figure(rows)} rows, each table compared with the old one.`
}

/** The target has a Whisker's tables: fine if they are ours, as they are now. */
async function expectMoved(from: Sql, to: Sql, name: string): Promise<string> {
  const [own, other] = await Promise.all(
    [from, to].map((sql) => sql<{ value: string }[]>`select value from settings where key = 'secret'`),
  )
  if (!other?.[0] || own?.[0]?.value !== other[0].value)
    throw new CannotRun(
      `${name} belongs to another Whisker. Name an empty database (createdb whisker). Nothing was changed.`,
    )
  if (!(await isSame(from, to)))
    throw new CannotRun(
      `${name} has what was moved there before, and has worked since, so it is not touched. Set DATABASE_URL to it; or to move once more, name an empty database.`,
    )
  return 'Everything is there already, each table compared with the old one.'
}

/** The pictures stay where they are: that must be where the settings say. */
async function expectPictures(config: Config, from: Sql): Promise<string[]> {
  const store = await openStore(config)
  try {
    await expectKnownStore(from, store)
  } catch (error) {
    if (!(error instanceof CannotRun) || !config.s3) throw error
    throw new CannotRun(`${error.message} To bring the pictures there from ${config.dataDir}, add --pictures.`)
  } finally {
    await store.close()
  }
  return []
}

async function movePictures(config: Config, sql: Sql): Promise<string[]> {
  const folder = await openFolderStore({ root: join(config.dataDir, 'assets') })
  const bucket = await openStore(config)
  try {
    await expectKnownStore(sql, folder)
    const mark = await folder.owner()
    if (mark !== null && (await bucket.claim(mark)) !== mark)
      throw new CannotRun(`The bucket ${config.s3?.bucket} belongs to another installation. Name one of its own.`)
    const goesOn = nowAndThen(({ count }: Readonly<Copied>) => print(`Pictures: ${figure(count)} so far.`))
    const { count, added, lost } = await copyPictures(sql, folder, bucket, { goesOn })
    print(`Pictures: ${figure(count)} are in the bucket ${config.s3?.bucket}, ${figure(added)} of them new.`)
    return lost
  } finally {
    await Promise.all([folder.close(), bucket.close()])
  }
}

async function whatNext({ dataDir, s3 }: Config, name: string, to: Sql): Promise<string> {
  const [search] = await to<{ there: boolean }[]>`select to_regclass('task_words_parts') is not null as there`
  return [
    '',
    'Now start the service with DATABASE_URL set to the address that you gave:',
    `  DATABASE_URL=postgres://...  (${name})`,
    s3
      ? `The pictures are in the bucket ${s3.bucket}: keep S3_ENDPOINT and its companions set.`
      : `The pictures stay in ${join(dataDir, 'assets')}: keep the data directory as it is.`,
    `The old database, ${join(dataDir, 'postgres')}, is unchanged. The service will not go on with it by mistake; once the new one has proved itself, remove that folder.`,
    'Back the new PostgreSQL up with its own tools: `whisker backup` is for the embedded one.',
    ...(search?.there
      ? []
      : [
          'The new PostgreSQL lacks the extension pg_trgm, so searches read all names of a project. Install it (postgresql-contrib), then: create extension pg_trgm; create index task_words_parts on task_words using gin (words gin_trgm_ops) with (gin_pending_list_limit = 16384).',
        ]),
  ].join('\n')
}

const figure = (count: number | bigint) => count.toLocaleString('en')

main(process.argv.includes('--pictures')).catch((error: unknown) =>
  endWith(
    error instanceof NotTheSame
      ? new CannotRun(
          `After copying, these tables were not the same on both sides, so nothing was kept: ${error.message}. The old database is unchanged. Please report this.`,
        )
      : error,
  ),
)
