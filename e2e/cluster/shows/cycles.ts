import { createClient } from '@whisker/api/client.ts'
import { startLoad } from '../../bench/lean/run.ts'
import { processorOf } from '../../bench/processor.ts'
import type { Cluster } from '../cluster.ts'

type Groups = Record<'servers' | 'primary' | 'standbys' | 'PgBouncer' | 'HAProxy', number>

const runs = [
  { workers: 32, cycles: 1000 },
  { workers: 100, cycles: 1500 },
]

/** Takes and answers through all of it, and past PgBouncer: what each part costs the processor is told beside the rate. */
export async function measureCycles(cluster: Cluster, tell: (line: string) => void): Promise<string[]> {
  const lines: string[] = []
  const projectId = await makeProject(cluster, 2 * (500 + 2 * runs.reduce((sum, { cycles }) => sum + cycles, 0)))
  const tokens = await makeWorkers(cluster, projectId, 100)
  for (const isPastBouncer of [false, true]) {
    cluster.isPastBouncer = isPastBouncer
    if (isPastBouncer) await cluster.restartServers()
    await run(cluster, projectId, tokens.slice(0, 32), 500, false)
    for (const { workers, cycles } of runs)
      for (const isRiding of [false, true]) {
        const path = isPastBouncer ? 'past PgBouncer' : 'through PgBouncer'
        const figures = await run(cluster, projectId, tokens.slice(0, workers), cycles, isRiding)
        const line = `${workers} workers${isRiding ? ', with `take`' : ''}, ${path}: ${figures}`
        lines.push(line)
        tell(line)
      }
  }
  return lines
}

async function run(cluster: Cluster, projectId: number, tokens: string[], cycles: number, isRiding: boolean) {
  const before = await read(cluster)
  const order = { kind: 'cycles', port: cluster.port, projectId, tokens, cycles, isRiding, pauseMs: 0 } as const
  const { units, seconds, times, processorMs } = await startLoad(order).done
  const after = await read(cluster)
  const each = Object.entries(after.groups).map(
    ([name, ms]) => `${name} ${((ms - before.groups[name as keyof Groups]) / units).toFixed(2)}`,
  )
  const wal = Math.round((after.wal - before.wal) / units)
  return `${Math.round(units / seconds)} cycles/s, p50 ${times.p50.toFixed(0)} ms, p99 ${times.p99.toFixed(0)} ms; processor a cycle in ms: ${each.join(', ')}, client ${(processorMs / units).toFixed(2)}; ${wal} bytes of WAL a cycle`
}

async function read({ services, database, bouncer, haproxy }: Cluster): Promise<{ groups: Groups; wal: number }> {
  const primary = await database.primary()
  const of = (pids: (number | null | undefined)[]) => processorOf(pids.filter((pid) => typeof pid === 'number'))
  const groups = {
    servers: of(services.map((service) => service?.pid)),
    primary: of([primary.pid]),
    standbys: of(database.nodes.filter((node) => node !== primary).map(({ pid }) => pid)),
    PgBouncer: of([bouncer.part.pid]),
    HAProxy: of([haproxy.part.pid]),
  }
  const sql = database.open()
  const [row] = await sql<{ wal: number }[]>`select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as wal`
  await sql.end({ timeout: 1 })
  return { groups, wal: row?.wal as number }
}

async function makeProject(cluster: Cluster, tasks: number): Promise<number> {
  const { id } = await cluster.client().createProject({
    body: {
      title: 'cycles',
      input_spec: [{ name: 'sentence', type: 'text' }],
      output_spec: [{ type: 'input', name: 'animal' }],
    },
  })
  const lines = Array.from(
    { length: tasks },
    (_, n) => `${JSON.stringify({ task_spec: [{ sentence: `text ${n}` }] })}\n`,
  )
  const response = await fetch(`${cluster.url()}/tasks/bulk?project_id=${id}`, {
    method: 'POST',
    headers: { authorization: cluster.key, 'content-type': 'application/x-ndjson' },
    body: lines.join(''),
  })
  const receipts = (await response.text()).trim().split('\n')
  if (receipts.length !== tasks || receipts.some((line) => line.includes('"error"')))
    throw new Error(`The tasks did not come in: ${response.status} ${receipts.at(-1)}`)
  return id
}

async function makeWorkers(cluster: Cluster, projectId: number, count: number): Promise<string[]> {
  const { url } = await cluster.client().readLabelLink({ params: { project_id: projectId } })
  const token = new URL(url).hash.slice(1)
  const client = createClient({ url: cluster.url() })
  const tokens: string[] = []
  for (let n = 0; n < count; n++)
    tokens.push((await client.acceptInvitation({ body: { token, cookie: false } })).token as string)
  return tokens
}
