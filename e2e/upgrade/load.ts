import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type postgres from 'postgres'
import { connect } from '../../server/src/database/connect.ts'
import { listMigrations, migrate } from '../../server/src/database/migrate.ts'
import type { Known } from './live-a-little.ts'

export type { Known }

type Recording = {
  at: { migration: number; xid: string }
  known: Known
  tables: { name: string; columns: string[]; rows: string }[]
  files: { path: string; bytes: Buffer }[]
}

/** What `record.ts` has written. */
export async function readRecording(file: string): Promise<Recording> {
  const recording: Partial<Recording> & Pick<Recording, 'tables' | 'files'> = { tables: [], files: [] }
  const lines = (await readFile(file, 'utf8')).split('\n')
  for (let n = 0; n < lines.length; n++) {
    const [kind, name = '', ...rest] = (lines[n] as string).split(' ')
    if (kind === 'at') recording.at = JSON.parse((lines[n] as string).slice(3))
    else if (kind === 'known') recording.known = JSON.parse((lines[n] as string).slice(6))
    else if (kind === 'file') recording.files.push({ path: name, bytes: Buffer.from(rest.join(' '), 'base64') })
    else if (kind === 'table') {
      const end = lines.indexOf('\\.', n)
      const rows = lines.slice(n + 1, end).map((line) => `${line}\n`)
      recording.tables.push({ name, columns: JSON.parse(rest.join(' ')), rows: rows.join('') })
      n = end
    }
  }
  return recording as Recording
}

/** Makes an empty database and a data folder what they were when they were recorded. */
export async function loadRecording(sql: postgres.Sql, dataDir: string, recording: Recording): Promise<void> {
  const { at, tables, files } = recording
  const patient = connect({ options: sql.options as never, pool: 1, prepare: true, patient: true })
  await migrate(patient, listMigrations().slice(0, at.migration))
  await patient.end()
  // Rows carry the ids of transactions: the cluster must be past them, or readers wait.
  for (let xid = 0n; xid <= BigInt(at.xid); )
    xid = BigInt((await sql<{ xid: string }[]>`select pg_current_xact_id()::text as xid`)[0]?.xid as string)
  await sql`set session_replication_role = replica`
  await sql.unsafe(`truncate ${tables.map(({ name }) => `"${name}"`).join(', ')} cascade`)
  for (const { name, columns, rows } of tables) {
    const quoted = columns.map((column) => `"${column}"`).join(', ')
    await pipeline(Readable.from([rows]), await sql.unsafe(`copy "${name}" (${quoted}) from stdin`).writable())
  }
  await sql`set session_replication_role = origin`
  const counted = await sql<{ name: string; column: string }[]>`
    select table_name as name, column_name as column from information_schema.columns
    where table_schema = 'public' and pg_get_serial_sequence(quote_ident(table_name), column_name) is not null`
  for (const { name, column } of counted)
    await sql.unsafe(
      `select setval(pg_get_serial_sequence('"${name}"', '${column}'), coalesce(max("${column}"), 1)) from "${name}"`,
    )
  // It was recorded long ago; what was held then is held still.
  await sql`update assignments set deadline = now() + interval '10 minutes', max_deadline = now() + interval '1 hour'
            where state = 'active'`
  for (const { path, bytes } of files) {
    const target = join(dataDir, 'assets', path)
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, bytes)
  }
}
