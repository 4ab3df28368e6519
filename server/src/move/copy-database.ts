import type { Sql, Transaction } from '../database/connect.ts'
import { makeSchema } from '../database/migrate.ts'
import { copyRows, quote } from './copy-rows.ts'
import { compareTables, prepare } from './same-rows.ts'

type Moved = { tables: number; rows: number }
type Definition = { table: string; name: string; definition: string }

/** Both databases are whole, but not the same: nothing was kept. */
export class NotTheSame extends Error {}

/**
 * Copies a whole database into an empty one: schema, rows and sequences in one transaction of the target, so that a kill at any
 * moment leaves it as empty as it was. Our own migrations make the schema, and the rows go as text: so the target may be
 * of any version from 15 on, older than the one that comes along too.
 *
 * Foreign keys and indexes are made after the rows , and triggers sleep: what
 * they would note of each row is among the rows. In the end each table is compared.
 */
export async function copyDatabase(from: Sql, to: Sql, told: (table: string, rows: number) => void): Promise<Moved> {
  return from.begin('isolation level repeatable read read only', (source) =>
    to.begin(async (target) => {
      await Promise.all([prepare(source), prepare(target)])
      await makeSchema(target)
      const tables = await tablesOf(target)
      const finish = await undress(target, tables)
      // After the triggers: that of the audit log refuses it.
      await target.unsafe(`truncate ${tables.map(quote).join(', ')}`)
      for (const table of tables) {
        await copyRows(source, target, table, await columnsOf(target, table))
        const [held] = await target.unsafe<{ rows: number }[]>(`select count(*)::float8 as rows from ${quote(table)}`)
        told(table, held?.rows ?? 0)
      }
      await finish()
      await setSequences(source, target)
      const { differing, rows } = await compareTables(source, target, tables)
      if (differing.length > 0) throw new NotTheSame(differing.join(', '))
      return { tables: tables.length, rows }
    }),
  )
}

/** True when both hold the same rows: a move that was made before, and whose target did no work since. */
export async function isSame(from: Sql, to: Sql): Promise<boolean> {
  return from.begin('isolation level repeatable read read only', (source) =>
    to.begin('isolation level repeatable read read only', async (target) => {
      await Promise.all([prepare(source), prepare(target)])
      const tables = await tablesOf(source)
      if (`${await tablesOf(target)}` !== `${tables}`) return false
      return (await compareTables(source, target, tables)).differing.length === 0
    }),
  )
}

async function tablesOf(tx: Transaction): Promise<string[]> {
  const rows = await tx<{ name: string }[]>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname`
  return rows.map(({ name }) => name)
}

async function columnsOf(tx: Transaction, table: string): Promise<string[]> {
  const rows = await tx<{ name: string }[]>`
    select attname as name from pg_attribute
    where attrelid = ${quote(table)}::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`
  return rows.map(({ name }) => name)
}

/** Takes away what would work at each row. @returns what puts it back, made anew and checked as a whole. */
async function undress(tx: Transaction, tables: string[]): Promise<() => Promise<void>> {
  const keys = await tx<Definition[]>`
    select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where connamespace = 'public'::regnamespace and contype = 'f' order by conname`
  const indexes = await tx<Definition[]>`
    select i.indrelid::regclass::text as table, i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
    from pg_index i join pg_class c on c.oid = i.indrelid
    where c.relnamespace = 'public'::regnamespace and not exists (select from pg_constraint o where o.conindid = i.indexrelid)
    order by 2`
  const triggers = (word: string) => tables.map((name) => `alter table ${quote(name)} ${word} trigger user`)
  const dropped = [
    ...keys.map(({ table, name }) => `alter table ${table} drop constraint ${name}`),
    ...indexes.map(({ name }) => `drop index ${name}`),
  ]
  await tx.unsafe([...dropped, ...triggers('disable')].join(';'))
  return async () => {
    for (const { definition } of indexes) await tx.unsafe(definition)
    for (const { table, name, definition } of keys)
      await tx.unsafe(`alter table ${table} add constraint ${name} ${definition}`)
    await tx.unsafe(triggers('enable').join(';'))
  }
}

async function setSequences(source: Transaction, target: Transaction): Promise<void> {
  const sequences = await source<{ name: string; last: string }[]>`
    select quote_ident(sequencename) as name, last_value::text as last from pg_sequences
    where schemaname = 'public' and last_value is not null`
  for (const { name, last } of sequences) await target`select setval(${name}::regclass, ${last}::bigint)`
}
