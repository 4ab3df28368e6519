import type { Fragment } from 'postgres'
import type { Queryable } from '../database/connect.ts'

/**
 * SQL for a new delivery's id: a UUID of version 7, so that the order of ids is the order of the log. Milliseconds of the
 * database's clock, then `counter` (SQL for a number from 0 to 4095, the place among those made together), then 62 random
 * bits. Made by hand because uuidv7() came with PostgreSQL 18, and it has no counter.
 */
export function newDeliveryId(sql: Queryable, counter: Fragment): Fragment {
  // 28672 is the version, 7, above the twelve bits of the counter. The rest, with the variant, is that of version 4.
  return sql`encode(overlay(uuid_send(gen_random_uuid()) placing
    int8send(((extract(epoch from clock_timestamp()) * 1000)::bigint << 16) | 28672 | (${counter}))
    from 1 for 8), 'hex')::uuid`
}
