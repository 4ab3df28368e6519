import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { EmbeddedPostgres } from '@whisker/postgres'
import type postgres from 'postgres'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { makeApiKey } from '../accounts/keys.ts'
import { readConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { type Running, start } from '../start.ts'
import { processesOf, signal } from '../testing/all-processes.ts'
import { connect, isUnavailable } from './connect.ts'
import { startEmbeddedDatabase } from './embedded.ts'
import { fickleLine } from './fickle-line.fixture.ts'

let folder: string
let embedded: EmbeddedPostgres
let running: Running
let key: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whisker-silence-'))
  embedded = await startEmbeddedDatabase({ dataDir: folder, durable: false })
  running = await start({
    config: readConfig({ PORT: '0', DATA_DIR: folder }),
    database: { options: { ...embedded.connection } },
    log: createLog('silent', { write: () => {} }),
    print: () => {},
  })
  key = (await makeApiKey(running.server.sql, running.workspaceId, { name: 'test', scopes: ['read', 'write'] })).key
})
afterAll(async () => {
  await running.close()
  await embedded.stop()
  await rm(folder, { recursive: true, force: true })
})

async function ask(path: string): Promise<{ status: number; ms: number }> {
  const begun = performance.now()
  const response = await fetch(running.address + path, { headers: { authorization: `Bearer ${key}` } })
  await response.text()
  return { status: response.status, ms: performance.now() - begun }
}

test.skipIf(process.platform !== 'linux')(
  'F18 a database that says nothing: everybody has a 503 within seconds, readiness within its own, and it comes back',
  { timeout: 60_000 },
  async () => {
    expect(await ask('/projects')).toMatchObject({ status: 200 })
    const stopped = processesOf(embedded.pid() as number)
    signal(stopped, 'SIGSTOP')
    try {
      const asked = Array.from({ length: 60 }, () => ask('/projects'))
      const ready = await ask('/readyz')
      expect(ready.status).toBe(503)
      expect(ready.ms).toBeLessThan(2500)
      const replies = await Promise.all(asked)
      expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 503))
      expect(Math.max(...replies.map(({ ms }) => ms))).toBeLessThan(8000)
      // It is known now.
      const later = await ask('/projects')
      expect(later.status).toBe(503)
      expect(later.ms).toBeLessThan(1000)
    } finally {
      signal(stopped, 'SIGCONT')
    }
    const back = performance.now()
    await expect.poll(async () => (await ask('/projects')).status, { timeout: 10_000, interval: 50 }).toBe(200)
    expect(performance.now() - back).toBeLessThan(5000)
    expect(await ask('/readyz')).toMatchObject({ status: 200 })
  },
)

// These wait, each for seconds and none for a processor: together.
test.concurrent('F18 a long statement of a healthy database is left alone', { timeout: 20_000 }, async () => {
  // A line that was cut in the silence before may be the first to be used.
  await running.server.patient`select 1`.catch(() => {})
  const [row] = await running.server.patient`select 'done' as said, pg_sleep(6)`
  expect(row?.said).toBe('done')
})

test.concurrent('F18 one line that is dead: its statement fails, and the next one has a new line', {
  timeout: 30_000,
}, async () => {
  const options = inject('postgres') as postgres.Options<Record<string, never>>
  const line = await fickleLine(options)
  const sql = connect({ options: { ...options, host: '127.0.0.1', port: line.port }, pool: 1, prepare: true })
  await sql`select 1`
  line.mute()
  const begun = performance.now()
  const error = await sql`select 2`.catch((reason: unknown) => reason)
  expect(isUnavailable(error)).toBe(true)
  expect(performance.now() - begun).toBeLessThan(10_000)
  expect(await sql`select 3 as three`).toEqual([{ three: 3 }])
  await sql.end({ timeout: 1 })
  await sleep(10)
  line.close()
})

test.concurrent('a statement that takes too long is ended by the database, and its connection stays', {
  timeout: 20_000,
}, async () => {
  const options = inject('postgres') as postgres.Options<Record<string, never>>
  const sql = connect({ options, pool: 1, prepare: true })
  const [before] = await sql`select pg_backend_pid() as pid`
  await expect(sql`select pg_sleep(20)`).rejects.toMatchObject({ code: '57014' })
  expect(await sql`select pg_backend_pid() as pid`).toEqual([before])
  await sql.end()
})
