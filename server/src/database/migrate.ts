import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Sql, Transaction } from './connect.ts'

const folder = join(import.meta.dirname, '../../migrations')
// Any number that nothing else in this database uses.
const lockKey = 7_119_405_201

/** The database was made by a newer program. */
export class SchemaTooNew extends Error {}

const ownTable = `create table if not exists migrations (
  number integer primary key, name text not null, applied_at timestamptz not null default now())`

export type Migration = { number: number; name: string; sql: string }

/** The migrations of this program, in order. @throws when the numbering has a gap: two branches took one number. */
export function listMigrations(): Migration[] {
  const migrations = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => ({ number: Number.parseInt(file, 10), name: file, sql: readFileSync(join(folder, file), 'utf8') }))
  migrations.forEach(({ number, name }, index) => {
    if (number !== index + 1) throw new Error(`Migration ${name} should have the number ${index + 1}.`)
  })
  return migrations
}

/**
 * Brings the schema up to date: forward only, each migration in a transaction of its own, under an advisory lock that
 * the transaction holds (so that it works through a pooler as well). Any number of servers may start at once: the
 * first one migrates, the others wait and find it done.
 *
 * @returns how many migrations were applied.
 * @throws {SchemaTooNew} when the database knows a migration that this program does not.
 */
export async function migrate(sql: Sql, migrations: Migration[] = listMigrations()): Promise<number> {
  let applied = 0
  for (;;) {
    const done = await sql.begin(async (tx) => {
      await tx`set local statement_timeout = 0`
      await tx`set local lock_timeout = '60s'`
      await tx`select pg_advisory_xact_lock(${lockKey})`
      await tx.unsafe(ownTable)
      const [row] = await tx<{ latest: number }[]>`select coalesce(max(number), 0) as latest from migrations`
      const latest = row?.latest ?? 0
      if (latest > migrations.length) {
        throw new SchemaTooNew(
          `The database is at migration ${latest}, and this program knows only ${migrations.length}. It was started with a newer Whisker before. Start that version, or a newer one; nothing has been changed.`,
        )
      }
      const next = migrations[latest]
      if (!next) return true
      await apply(tx, next)
      applied++
      return false
    })
    if (done) return applied
  }
}

/** Makes the whole schema in a transaction of the caller's, in a database that has nothing of it. */
export async function makeSchema(tx: Transaction): Promise<void> {
  await tx.unsafe(ownTable)
  for (const migration of listMigrations()) await apply(tx, migration)
}

async function apply(tx: Transaction, { number, name, sql }: Migration): Promise<void> {
  await tx`insert into migrations (number, name) values (${number}, ${name})`
  await tx.unsafe(sql)
}
