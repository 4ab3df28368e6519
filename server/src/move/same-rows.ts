import type { Transaction } from '../database/connect.ts'
import { quote } from './copy-rows.ts'

/** What a table holds, in a form that two databases can be compared by. */
type Held = { rows: number; sum: string }

/** The sum of the hashes of all rows does not depend on where they lie. As text a row is the same in every version. */
export async function sumOf(tx: Transaction, table: string): Promise<Held> {
  const [held] = await tx.unsafe<Held[]>(
    `select count(*)::float8 as rows,
            coalesce(sum(('x' || encode(substring(sha256(convert_to(t::text, 'UTF8')) for 7), 'hex'))::bit(56)::bigint), 0)::text as sum
     from ${quote(table)} t`,
  )
  return held as Held
}

/** @returns the tables that do not hold the same rows on both sides, and how many rows there are. */
export async function compareTables(a: Transaction, b: Transaction, tables: string[]) {
  const differing: string[] = []
  let rows = 0
  for (const table of tables) {
    const [one, other] = await Promise.all([sumOf(a, table), sumOf(b, table)])
    if (one.rows !== other.rows || one.sum !== other.sum) differing.push(table)
    rows += one.rows
  }
  return { differing, rows }
}

/** Sees to it that both sides write rows in the same way, and that nothing ends a long statement. */
export async function prepare(tx: Transaction): Promise<void> {
  await tx`
    select set_config(name, value, true)
    from (values ('statement_timeout', '0'), ('lock_timeout', '60s'), ('idle_in_transaction_session_timeout', '0'),
                 ('timezone', 'UTC'), ('datestyle', 'ISO'), ('intervalstyle', 'postgres'), ('extra_float_digits', '1'),
                 ('bytea_output', 'hex')) settings (name, value)`
}
