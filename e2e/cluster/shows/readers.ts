import type { Database } from '../parts/database.ts'
import type { DatabaseNode } from '../parts/node.ts'

/** How many statements of exports each node has carried out, as PostgreSQL counts them there; a node that was killed begins anew. */
export class ExportReaders {
  private counts = new Map<DatabaseNode, { last: number; total: number; asPrimary: number }>()

  async note({ nodes }: Database): Promise<void> {
    for (const node of nodes) {
      const count = this.counts.get(node) ?? { last: 0, total: 0, asPrimary: 0 }
      const seen = await readCount(node)
      if (!seen) continue
      const more = seen.calls < count.last ? seen.calls : seen.calls - count.last
      count.last = seen.calls
      count.total += more
      if (!seen.standby) count.asPrimary += more
      this.counts.set(node, count)
    }
  }

  sentence(): string {
    const all = [...this.counts]
    const asPrimary = all.reduce((sum, [, count]) => sum + count.asPrimary, 0)
    return `statements of exports: ${all.map(([{ n }, { total }]) => `pg${n} ${total}`).join(', ')}; ${asPrimary} of them on a node that was primary then`
  }
}

async function readCount(node: DatabaseNode): Promise<{ calls: number; standby: boolean } | null> {
  const sql = node.open()
  try {
    const [row] = await sql<{ calls: number; standby: boolean }[]>`
      select coalesce(sum(calls), 0)::int as calls, pg_is_in_recovery() as standby from pg_stat_statements
      where query like '%concat(%from results r join tasks t%' and query not like '%pg_stat_statements%'`
    return row ?? null
  } catch {
    return null
  } finally {
    await sql.end({ timeout: 1 })
  }
}
