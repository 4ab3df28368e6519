import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, openSync, writeFileSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import postgres from 'postgres'
import { CannotRun } from '../beside.ts'
import { sqlState } from '../database/connect.ts'
import { BadArchive, namesInTar } from './tar.ts'

/**
 * Copies the whole cluster into a tar file while it works, by PostgreSQL's own base backup over the replication protocol
 * (`BASE_BACKUP`; the embedded package has no pg_basebackup). The log that the copy needs is in it, so it is whole by
 * itself: it has everything that was committed before it began, and is consistent as of its end. PostgreSQL checks the
 * checksum of every page that it sends.
 *
 * Rejected: pg_backup_start and a copy of the files. We would have to know what PostgreSQL knows: which files to leave
 * out, how to copy one that shrinks meanwhile, which log is needed.
 */
export async function copyDatabase(
  embedded: postgres.Options<Record<string, never>>,
  path: string,
): Promise<{ size_bytes: number; sha256: string }> {
  const sql = postgres({
    ...embedded,
    ...{ max: 1, prepare: false, fetch_types: false, onnotice: () => {}, connect_timeout: 10 },
    // `database`: SQL and replication commands in one session.
    connection: { application_name: 'whisker backup', replication: 'database', statement_timeout: 0 } as never,
  })
  try {
    // Keeps the log until the copy is made, however much is written meanwhile. Gone with this session.
    await sql.unsafe(`select pg_create_physical_replication_slot('whisker_backup', true, true)`).simple()
    const stream = await sql.unsafe(`BASE_BACKUP (LABEL 'whisker', CHECKPOINT 'fast', WAL true)`).simple().readable()
    const written = await saveArchive(stream, path)
    await expectCluster(path)
    // An error at its end, such as a page with a wrong checksum, comes with the next word of the server.
    await sql.unsafe('select 1').simple()
    return written
  } catch (error) {
    if (sqlState(error) === '42710') throw new CannotRun('Another backup of this database is under way.')
    if (sqlState(error) === 'XX001')
      throw new CannotRun(
        `PostgreSQL found damage in the database while it was copied (${(error as Error).message}). Restore it from an earlier backup; this one was not finished.`,
      )
    throw error
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/**
 * Each chunk is one message: `n` begins an archive, `d` has bytes of it, `p` and `m` are about it. Written at once and
 * synchronously: that holds PostgreSQL up as a slow disk should. A stream that is paused would keep the driver's socket
 * paused after its end, and the last word of the server would never come.
 */
async function saveArchive(stream: Readable, path: string): Promise<{ size_bytes: number; sha256: string }> {
  const file = openSync(path, 'wx', 0o600)
  const hash = createHash('sha256')
  let size = 0
  stream.on('data', (message: Buffer) => {
    try {
      const kind = String.fromCharCode(message[0] as number)
      if (kind === 'n' && !message.toString('latin1', 1).startsWith('base.tar\0'))
        throw new BadArchive('The database has tablespaces, which `whisker backup` cannot copy.')
      if (kind !== 'd') return
      writeFileSync(file, message.subarray(1))
      hash.update(message.subarray(1))
      size += message.length - 1
    } catch (error) {
      stream.destroy(error as Error)
    }
  })
  try {
    await finished(stream)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  return { size_bytes: size, sha256: hash.digest('hex') }
}

/** The copy is only as good as what is in it: where it begins, what PostgreSQL recovers by, and its log. */
async function expectCluster(path: string): Promise<void> {
  const wanted = new Map([
    ['backup_label', /^backup_label$/],
    ['pg_control', /^global\/pg_control$/],
    ['log', /^pg_wal\/[0-9A-F]{24}$/],
  ])
  for (const name of await namesInTar(path))
    for (const [what, shape] of wanted) if (shape.test(name)) wanted.delete(what)
  if (wanted.size > 0) throw new BadArchive(`The copy of the database lacks its ${[...wanted.keys()].join(' and ')}.`)
}
