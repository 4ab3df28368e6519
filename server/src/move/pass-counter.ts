import { CannotRun } from '../beside.ts'
import type { Sql } from '../database/connect.ts'

const atOnce = 50_000
// Beyond this the target would have to freeze its rows on the way, or stop giving out ids.
const maxNumbers = 1_000_000_000n

/** The transaction id that a cluster gives out next. */
export async function nextTransaction(sql: Sql): Promise<bigint> {
  const [row] = await sql<{ next: string }[]>`select pg_snapshot_xmax(pg_current_snapshot())::text as next`
  return BigInt(row?.next as string)
}

/**
 * Uses up transaction ids of a cluster until it is past `wanted`. Queue, events and exports are ordered by them, and they are
 * those of one cluster: a row of the old one with an id that the new one has not reached is not shown to anybody, and a
 * reader's cursor would be ahead of all events. `pg_resetwal -x` does it at once, but not where one has no files of
 * the cluster. Each is a transaction that writes nothing, so nothing is waited for.
 *
 * A kill on the way costs nothing: ids that are used up stay so.
 */
export async function passCounter(sql: Sql, wanted: bigint, told: (left: bigint) => void): Promise<void> {
  let next = await nextTransaction(sql)
  if (wanted - next > maxNumbers)
    throw new CannotRun(
      `The old database has used ${wanted} transaction ids, and the new one ${next}. To use up the difference one by one would take too long. Stop the new PostgreSQL, run \`pg_resetwal -x ${wanted % 4_294_967_296n} -e ${wanted / 4_294_967_296n}\` on its data directory, start it, and run this command again.`,
    )
  while (next < wanted) {
    told(wanted - next)
    const count = wanted - next < atOnce ? Number(wanted - next) : atOnce
    await sql
      .unsafe(`do $$ begin for i in 1..${count} loop perform pg_current_xact_id(); commit; end loop; end $$`)
      .simple()
    next = await nextTransaction(sql)
  }
}
