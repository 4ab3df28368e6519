import type { Fragment, Queryable } from './connect.ts'

/** What a page of a list weighs at most. Its first row comes whatever it weighs. */
export const maxPageBytes = 8_000_000

/** What is to be weighed of a row `x`: the sum of the sizes of these values. */
export type Weigh = (size: (value: Fragment) => Fragment) => Fragment

/**
 * The first rows of a list that come to a page's weight. Rows are bounded by their number, but what strangers wrote into
 * them is not: 40 tasks of 10 MB stopped the service for 8 s, in which the driver read them.
 *
 * `source` gives `pos`, 1, 2, 3 ... in the order of the list, `payload` (or what `weigh` names) and what else is wanted, all of it
 * by key; the rows have `of_rows` besides: so many there were. Told in two steps, because a large value lies elsewhere,
 * packed, and weighing it means reading it: what is surely too much by its packed size (`pg_column_size` reads nothing) is
 * not weighed at all.
 */
export function fitting(
  sql: Queryable,
  source: Fragment,
  weigh: Weigh = (size) => size(sql`x.payload`),
  maxBytes: number = maxPageBytes,
): Fragment {
  return sql`
    (select f.* from (
       select m.*, sum(m.bytes) over (order by m.pos) as bytes_up_to from (
         select x.*, ${weigh((value) => sql`coalesce(octet_length(${value}::text), 0)`)} as bytes from (
           select s.*, sum(s.packed) over (order by s.pos) - s.packed as packed_before from (
             select x.*, count(*) over () as of_rows, ${weigh((value) => sql`coalesce(pg_column_size(${value}), 0)`)} as packed
             from (${source}) x) s) x
         where x.packed_before < ${maxBytes}) m) f
     where f.pos = 1 or f.bytes_up_to <= ${maxBytes})`
}

/**
 * How many bytes a value has as text, near enough, and without reading it: what is packed alone must be unpacked for that, since
 * it may be a hundredth of itself.
 */
export const roughSize = (sql: Queryable, value: Fragment): Fragment => sql`
  case when pg_column_compression(${value}) is null then pg_column_size(${value}) else octet_length(${value}::text) end`
