import { readFileSync } from 'node:fs'
import type { Cluster } from '../cluster.ts'

/** What a server, a connection and a task take, after the load. */
export async function measureSizes({ services, bouncer, haproxy, database }: Cluster): Promise<string[]> {
  const sql = database.open()
  try {
    const connections = await sql<{ name: string; count: number }[]>`
      select application_name as name, count(*)::int as count from pg_stat_activity
      where backend_type = 'client backend' and usename = 'whisker' group by 1 order by 1`
    const [size] = await sql<{ bytes: number; tasks: number }[]>`
      select (select sum(pg_total_relation_size(oid))::float8 from pg_class
              where relkind in ('r', 'm') and relnamespace = 'public'::regnamespace) as bytes, count(*)::int as tasks from tasks`
    const { bytes, tasks } = size as { bytes: number; tasks: number }
    const servers = services.map((service) => `${service?.memoryMb().toFixed(0)} MB`)
    return [
      `memory: servers ${servers.join(', ')}; PgBouncer ${memoryOf(bouncer.part.pid)}; HAProxy ${memoryOf(haproxy.part.pid)}`,
      `connections to the primary: ${connections.map(({ name, count }) => `${name || 'PgBouncer'} ${count}`).join(', ')}`,
      `tables and indexes: ${(bytes / 1e6).toFixed(0)} MB for ${tasks} tasks, ${Math.round(bytes / tasks)} bytes each with their items, answers, results and events`,
    ]
  } finally {
    await sql.end({ timeout: 1 })
  }
}

function memoryOf(pid: number | undefined): string {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return `${(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024).toFixed(0)} MB`
}
