import { setTimeout as sleep } from 'node:timers/promises'
import type { Sql } from '../database/connect.ts'

/**
 * Waits until what was written before this call is below the oldest running transaction: events, exports with a cursor and
 * refits read no further, and the other tests of the cluster run transactions of their own.
 */
export async function untilPast(sql: Sql): Promise<void> {
  const [mine] = await sql<{ xid: string }[]>`select pg_current_xact_id()::text as xid`
  for (const end = performance.now() + 30_000; performance.now() < end; await sleep(5)) {
    const [row] = await sql<{ past: boolean }[]>`
      select pg_snapshot_xmin(pg_current_snapshot()) > ${mine?.xid as string}::text::xid8 as past`
    if (row?.past) return
  }
  throw new Error('Another transaction of the cluster ran for 30 seconds.')
}
