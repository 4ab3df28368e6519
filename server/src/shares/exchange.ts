import { randomUUID } from 'node:crypto'
import type { Sql } from '../database/connect.ts'
import type { Round } from '../jobs/loop.ts'
import type { Rate } from './rate.ts'
import type { Share } from './share.ts'

/** What is bounded over all servers together, by kind. */
export type Exchanged = { rates: Record<string, Rate>; shares: Record<string, Share> }

const maxNames = 1000

/**
 * Tells the other servers once a second how much who uses here, and reads what they have told: one statement, none on the
 * way of a request, and none at all while nobody uses more than a twentieth of anything. A limit can be passed for the second
 * that the news takes; while the database is away, each server goes by its own count. Rows are as old as the server that
 * died with them: after five seconds they no longer count.
 */
export function exchangeShares(sql: Sql, exchanged: Exchanged): Round {
  const self = randomUUID()
  let before = performance.now()
  let wasTold = false
  return async () => {
    const now = performance.now()
    const told = collect(exchanged, Math.max(0.5, (now - before) / 1000))
    before = now
    if (told.size === 0) {
      hear(exchanged, [])
      if (wasTold) await sql`delete from shares_in_use where server = ${self}`
      wasTold = false
      return 'done'
    }
    wasTold = true
    const names = [...told.keys()]
    const others = await sql<Row[]>`
      with told as (
        insert into shares_in_use (server, name, used)
        select ${self}, name, used from unnest(${names}::text[], ${[...told.values()]}::float8[]) as one (name, used)
        on conflict (server, name) do update set used = excluded.used, at = now())
      select name, sum(used)::float8 as used, count(*)::int as servers from shares_in_use
      where name = any(${names}) and server <> ${self} and at > now() - interval '5 seconds' group by name`
    hear(exchanged, others)
    return 'done'
  }
}

type Row = { name: string; used: number; servers: number }

function collect({ rates, shares }: Exchanged, seconds: number): Map<string, number> {
  const told = new Map<string, number>()
  const tell = (kind: string, name: string, used: number) => told.size < maxNames && told.set(`${kind} ${name}`, used)
  for (const [kind, share] of Object.entries(shares))
    for (const [name, held] of share.holders()) if (held > share.options.maxOfOne / 20) tell(kind, name, held)
  for (const [kind, rate] of Object.entries(rates))
    for (const [name, perS] of rate.news(seconds)) tell(kind, name, perS)
  return told
}

function hear({ rates, shares }: Exchanged, rows: Row[]): void {
  const of = (kind: string) =>
    rows
      .filter(({ name }) => name.startsWith(`${kind} `))
      .map((row) => ({ ...row, name: row.name.slice(kind.length + 1) }))
  for (const [kind, rate] of Object.entries(rates))
    rate.countedElsewhere(new Map(of(kind).map(({ name, used, servers }) => [name, { perS: used, servers }])))
  for (const [kind, share] of Object.entries(shares))
    share.heldElsewhere(new Map(of(kind).map(({ name, used }) => [name, used])))
}
