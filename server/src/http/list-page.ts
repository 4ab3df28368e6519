import type { Fragment, Queryable } from '../database/connect.ts'
import { fitting, type Weigh } from '../database/fit.ts'
import { decodeCursor, fittedPage } from './cursor.ts'

type Asked = { limit?: number | undefined; after?: string | undefined }

type List<Row> = {
  /** Rows of a page where nothing else is asked for. */
  usual: number
  /** What a cursor carries, and the same of a row. */
  shape: RegExp[]
  key(last: Row): (string | number)[]
  /** What is weighed of a row `x`, if not its `payload` (database/fit.ts). */
  weigh?: Weigh
}

/**
 * A page of a list, bounded by its rows and by its weight.
 *
 * @param select the list from what the cursor carries on, or from its beginning, at most `limit` rows, with `pos`
 * @throws `invalid_cursor`
 */
export async function listPage<Row extends object>(
  sql: Queryable,
  { limit, after }: Asked,
  { usual, shape, key, weigh }: List<Row>,
  select: (limit: number, after?: string[]) => Fragment,
): Promise<{ data: Row[]; next?: string }> {
  const wanted = limit ?? usual
  const source = select(wanted + 1, after ? decodeCursor(after, shape) : undefined)
  const rows = await sql<(Row & { of_rows: string })[]>`
    select * from ${fitting(sql, source, weigh)} page order by pos`
  return fittedPage(rows as readonly (Row & { of_rows: string })[], wanted, key)
}
