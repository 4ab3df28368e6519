import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { afterAll, expect, test } from 'vitest'
import { waitUntilDead } from './processes.ts'
import { scratch } from './scratch.fixture.ts'

const { dataDir, start, stopAll, clean } = scratch()
afterAll(async () => {
  await stopAll()
  await clean()
})

test('C-02 a PostgreSQL that dies is started again at the same address, and a pool recovers within 5 s', async () => {
  const warnings: object[] = []
  const warn = (what: object | string) => void warnings.push(Object(what))
  const embedded = await start(dataDir('dies'), { log: { info: () => {}, warn } })
  const sql = postgres({ ...embedded.connection, max: 2, onnotice: () => {} })
  await sql`SELECT 1`
  for (const signal of ['SIGKILL', 'SIGINT'] as const) {
    const before = embedded.pid()!
    process.kill(before, signal)
    await waitUntilDead(before, 5_000)
    const diedAtMs = performance.now()
    while ((await sql`SELECT 1`.catch(() => [])).length === 0) await sleep(20)
    expect(performance.now() - diedAtMs).toBeLessThan(5_000)
    await expect.poll(() => embedded.pid()).toBeDefined()
    expect(embedded.pid()).not.toBe(before)
  }
  expect(warnings).toHaveLength(2)
  await sql.end()
})
