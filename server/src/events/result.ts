import type { ItemResult } from '@whisker/api/field-result.ts'
import type { Fragment } from 'postgres'
import type { Queryable } from '../database/connect.ts'

// A task of 50 items with 50 fields can have a result of megabytes; an event stays below 20 KB.
const maxBytes = 16_000

type EventResult = { result: ItemResult[] | null; result_omitted?: true }

/** A result as its event carries it: one that is too long is left out and said to be, so that `null` is only "no result". */
export function eventResult(fields: ItemResult[] | null): EventResult {
  if (fields === null || Buffer.byteLength(JSON.stringify(fields)) <= maxBytes) return { result: fields }
  return { result: null, result_omitted: true }
}

/** The same for a result that only the database has. */
export const eventResultOf = (sql: Queryable, fields: Fragment) => sql`
  case when octet_length((${fields})::text) > ${maxBytes} then '{"result": null, "result_omitted": true}'::jsonb
       else jsonb_build_object('result', (${fields})) end`
