import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '@whisker/api/client.ts'
import type { Event } from '@whisker/api/events.ts'
import type { EmbeddedPostgres } from '@whisker/postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeApiKey } from '../accounts/keys.ts'
import { readConfig } from '../config.ts'
import { recordEvent } from '../events/tell.ts'
import { createLog } from '../log.ts'
import { type Running, start } from '../start.ts'
import { answerNext } from '../testing/answer-task.ts'
import { ask, type Reply } from '../testing/ask.ts'
import { textProject } from '../testing/server.ts'
import { startEmbeddedDatabase } from './embedded.ts'

/**
 * PostgreSQL is killed when transactions have ended that left nothing on the disk: after its recovery it gives their numbers
 * out anew. What a client was given before as its cursor must not stand above them.
 */
let folder: string
let embedded: EmbeddedPostgres
let running: Running
let key: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whisker-crash-'))
  embedded = await startEmbeddedDatabase({ dataDir: folder })
  running = await start({
    config: readConfig({ PORT: '0', DATA_DIR: folder }),
    database: { options: { ...embedded.connection } },
    log: createLog('silent', { write: () => {} }),
    print: () => {},
  })
  key = (await makeApiKey(running.server.sql, running.workspaceId, { name: 'test', scopes: ['read', 'write'] })).key
  // Nothing is written but what somebody waits for.
  await configure("alter system set wal_writer_delay = '10s'")
})
afterAll(async () => {
  await running.close()
  await embedded.stop()
  await rm(folder, { recursive: true, force: true })
})

async function configure(setting: string): Promise<void> {
  await running.server.sql.unsafe(setting)
  await running.server.sql`select pg_reload_conf()`
  await sleep(200)
}

const get = (path: string): Promise<Reply> => ask(running.address + path, { key })

async function isBack(): Promise<void> {
  await expect.poll(async () => (await get('/projects')).status, { timeout: 20_000, interval: 50 }).toBe(200)
}

async function newest(): Promise<number> {
  const [row] = await running.server.sql<
    { next: string }[]
  >`select pg_snapshot_xmax(pg_current_snapshot())::text as next`
  return Number(row?.next)
}

/** Takes numbers of transactions and leaves nothing: a counter in an unlogged table, as the shares of servers are. */
async function takeNumbers(): Promise<number> {
  for (let n = 0; n < 300; n++)
    await running.server.sql`
      insert into attempts (key, count, expires_at) values ('numbers', 1, now() + interval '1 day')
      on conflict (key) do update set count = attempts.count + 1`
  return newest()
}

async function killPostgres(): Promise<void> {
  process.kill(embedded.pid() as number, 'SIGKILL')
  await sleep(50)
  await isBack()
}

test('C-20 a follower of the events misses nothing after a crash of the database', { timeout: 60_000 }, async () => {
  const { workspaceId, server } = running
  const write = (n: number) => recordEvent(server.sql, { workspaceId }, 'webhook.test', { message: `${n}` })
  await write(1)
  const first = (await get('/events')).json as { data: Event[]; next: string }
  const before = await takeNumbers()
  const second = (await get(`/events?after=${first.next}`)).json as { data: Event[]; next: string }
  await killPostgres()
  // So that this is tried at all: new transactions have numbers that had been given out.
  expect(await newest()).toBeLessThan(before)
  await write(2)
  const third = await get(`/events?after=${second.next}`)
  expect(third.status, third.text).toBe(200)
  const seen = [first, second, third.json as { data: Event[] }].flatMap(({ data }) => data)
  const told = seen.filter(({ type }) => type === 'webhook.test').map(({ data }) => data.message)
  expect(told).toEqual(['1', '2'])
})

test('C-20 exports in a row miss no result after a crash of the database', { timeout: 60_000 }, async () => {
  const requester = createClient({ url: running.address, key })
  const { id } = await textProject(requester)
  const link = await requester.readLabelLink({ params: { project_id: id } })
  const anonymous = createClient({ url: running.address })
  const { token } = await anonymous.acceptInvitation({
    body: { token: new URL(link.url).hash.slice(1), cookie: false },
  })
  const worker = {
    id: '',
    token: token as string,
    client: createClient({ url: running.address, key: token as string }),
  }
  for (const sentence of ['one', 'two'])
    await requester.createTask({ body: { project_id: id, task_spec: [{ sentence }] } })
  const results = async (after: string | null) => {
    const reply = await get(`/projects/${id}/results?format=jsonl${after === null ? '' : `&after=${after}`}`)
    expect(reply.status, reply.text).toBe(200)
    return {
      rows: reply.text.split('\n').filter(Boolean).length,
      cursor: reply.headers.get('whisker-cursor') as string,
    }
  }
  await answerNext(worker, id, { animal: 'cat' })
  const first = await results(null)
  // An export is written into the audit log, which takes to the disk what was given out before it. What others take between that and the
  // reading stays as it was: so that it can be tried, nothing is taken there from here on.
  await configure("alter system set synchronous_commit = 'off'")
  const before = await takeNumbers()
  const second = await results(first.cursor)
  await killPostgres()
  expect(await newest()).toBeLessThan(before)
  await answerNext(worker, id, { animal: 'cat' })
  const third = await results(second.cursor)
  expect([first.rows, second.rows, third.rows]).toEqual([1, 0, 1])
})
