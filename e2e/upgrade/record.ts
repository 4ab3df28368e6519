import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { openDatabase } from '../database.ts'
import { startService } from '../service.ts'
import { liveALittle } from './live-a-little.ts'

/**
 * `node e2e/upgrade/record.ts FILE`: runs this version, lives a little with it, and writes down its database and its pictures
 * as text. A later version must be able to go on from there (`upgrade.test.ts`). Run it on the commit before the first
 * migration of a new version.
 */
// Nothing that opens a door, though the house is gone; and what the migrations themselves write.
const unwanted = new Set(['sessions', 'api_keys', 'one_time_links', 'invitations', 'attempts', 'migrations'])

const [target] = process.argv.slice(2)
if (!target) throw new Error('Say where to write: node e2e/upgrade/record.ts e2e/upgrade/at-0022.txt')
const folder = await mkdtemp(join(tmpdir(), 'whisker-record-'))
const service = await startService(folder, { LOG_LEVEL: 'fatal' })
const sql = openDatabase(folder)
try {
  const known = await liveALittle(service, sql)
  await sql`update webhooks set secret = 'recorded'`
  await sql`update settings set value = 'recorded' where key = 'secret'`
  const [at] = await sql<{ migration: number; xid: string }[]>`
    select max(number) as migration, pg_current_xact_id() as xid from migrations`
  const parts = [`at ${JSON.stringify(at)}\n`, `known ${JSON.stringify(known)}\n`]
  const tables = await sql<{ name: string; columns: string[] }[]>`
    select c.table_name as name, array_agg(c.column_name::text order by c.ordinal_position) as columns
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER'
    group by 1 order by 1`
  for (const { name, columns } of tables) {
    if (unwanted.has(name)) continue
    const quoted = columns.map((column) => `"${column}"`).join(', ')
    const rows = await sql.unsafe(`copy "${name}" (${quoted}) to stdout`).readable()
    let text = ''
    for await (const chunk of rows) text += chunk
    if (text !== '') parts.push(`table ${name} ${JSON.stringify(columns)}\n${text}\\.\n`)
  }
  const store = join(folder, 'assets')
  for (const entry of await readdir(store, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name === 'owner') continue
    const path = join(entry.parentPath, entry.name)
    parts.push(`file ${relative(store, path)} ${(await readFile(path)).toString('base64')}\n`)
  }
  await writeFile(target, parts.join(''))
} finally {
  await sql.end()
  await service.stop()
  await rm(folder, { recursive: true, force: true })
}
