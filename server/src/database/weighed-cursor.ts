import type { Fragment, Queryable } from './connect.ts'

/** What a batch weighs at most, where its rows weigh as much as those before it. */
const maxBatchBytes = 4_000_000

/**
 * The rows of a query in batches that are bounded by what they weigh as well as by their number: 500 rows are 1 MB or 5 GB,
 * depending on what strangers wrote into them. Each batch is asked for by the heaviest row of the last one, and the first ones
 * are small, so that a process never holds more than a few rows that nothing foretold.
 *
 * Within a transaction; one such cursor at a time. Not the driver's cursors: the number of their rows is fixed.
 */
export async function* weighedCursor<Row>(
  tx: Queryable,
  query: Fragment,
  maxRows: number,
  bytesOf: (row: Row) => number,
): AsyncGenerator<Row[], void, undefined> {
  // Else the plan would be one for who reads a tenth of it.
  await tx`set local cursor_tuple_fraction = 1`
  await tx`declare weighed no scroll cursor for ${query}`
  for (let count = 4; ; ) {
    const rows = (await tx.unsafe(`fetch forward ${count} from weighed`)) as unknown as Row[]
    if (rows.length > 0) yield rows
    if (rows.length < count) break
    let heaviest = 1
    for (const row of rows) heaviest = Math.max(heaviest, bytesOf(row))
    count = Math.max(1, Math.min(maxRows, count * 5, Math.floor(maxBatchBytes / heaviest)))
  }
  await tx`close weighed`
}
