import { monitorEventLoopDelay } from 'node:perf_hooks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'
import { makeResults } from './results.fixture.ts'

// PARQUET_ROWS=1000000 tries a million, and tells the figures.
const rows = Number(process.env.PARQUET_ROWS ?? 100_000)

const turns = 3

let server: TestServer
let projectId: number
beforeAll(async () => {
  server = await startTestServer()
  projectId = (await textProject(server.client)).id
  // Foreign keys are checked row by row, which takes most of the time.
  for (let n = 0; n < rows; n += 20_000)
    await server.sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`
      await makeResults(tx, projectId, 20_000, `${n} `)
    })
  await server.sql.begin(async (tx) => {
    await tx`set local statement_timeout = 0`
    await tx`analyze tasks, items, results`
  })
}, 600_000)
afterAll(() => server.close())

type Run = { seconds: number; bytes: number; peak: number; heldMs: number }

async function run(format: string): Promise<Run> {
  globalThis.gc?.()
  const rest = process.memoryUsage().rss
  let peak = 0
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss - rest)
  }, 20)
  const held = monitorEventLoopDelay({ resolution: 5 })
  held.enable()
  const begun = performance.now()
  const response = await fetch(`${server.url}/projects/${projectId}/export?format=${format}`, {
    headers: { authorization: server.key },
  })
  let bytes = 0
  for await (const chunk of response.body as ReadableStream<Uint8Array>) bytes += chunk.length
  const seconds = (performance.now() - begun) / 1000
  held.disable()
  clearInterval(watch)
  return { seconds, bytes, peak, heldMs: held.max / 1e6 }
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] as number

test('rows go out as Parquet at 60 % of the rate of JSONL or more, in bounded memory, and nothing else waits', async () => {
  const runs: Record<string, Run[]> = { jsonl: [], parquet: [] }
  for (let n = 0; n < turns; n++) for (const format of ['jsonl', 'parquet']) runs[format]!.push(await run(format))
  const told = Object.entries(runs).map(([format, all]) =>
    all.map(
      ({ seconds, bytes, peak, heldMs }) =>
        `${format} ${Math.round(rows / seconds)}/s, ${(bytes / 1e6).toFixed(1)} MB, +${Math.round(peak / 1e6)} MB, held for ${Math.round(heldMs)} ms`,
    ),
  )
  if (process.env.PARQUET_ROWS) process.stdout.write(`${told.flat().join('\n')}\n`)
  // In turns: what else the machine does meets both.
  const ratios = runs.jsonl!.map(({ seconds }, n) => seconds / runs.parquet![n]!.seconds)
  expect(median(ratios)).toBeGreaterThan(0.6)
  // The first of each makes the process as large as it stays.
  expect(Math.max(...runs.parquet!.map(({ peak }) => peak))).toBeLessThan(200e6)
  const heldMs = (format: string) => median(runs[format]!.map((one) => one.heldMs))
  expect(heldMs('parquet')).toBeLessThan(Math.max(50, 1.5 * heldMs('jsonl')))
}, 600_000)
