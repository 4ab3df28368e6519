import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createClient } from '@whisker/api/client.ts'
import type { Event } from '@whisker/api/events.ts'
import type { ResultRow } from '@whisker/api/results.ts'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect } from '../server/src/database/connect.ts'
import { describeSchema } from '../server/src/database/describe-schema.ts'
import { startEmbeddedDatabase } from '../server/src/database/embedded.ts'
import { fickleLine } from '../server/src/database/fickle-line.fixture.ts'
import { openDatabase } from './database.ts'
import { type Service, startService } from './service.ts'

const cli = fileURLToPath(new URL('../cli/bin/whisker.js', import.meta.url))

let folder: string
let own: Awaited<ReturnType<typeof startEmbeddedDatabase>>
let line: Awaited<ReturnType<typeof fickleLine>>
let service: Service
let admin: postgres.Sql
const address = (database: string) =>
  `postgres://whisker:${encodeURIComponent(own.connection.password)}@127.0.0.1:${line.port}/${database}`
const data = () => join(folder, 'data')

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whisker-move-'))
  // A PostgreSQL of one's own: another cluster, reached by its address.
  ;[own, service] = await Promise.all([
    startEmbeddedDatabase({ dataDir: join(folder, 'own'), durable: false }),
    startService(data()),
  ])
  line = await fickleLine(own.connection)
  admin = postgres({ ...own.connection, max: 1, onnotice: () => {} })
  for (const name of ['target', 'taken']) await admin.unsafe(`create database ${name}`)
})
afterAll(async () => {
  await service?.stop()
  await admin?.end()
  line?.close()
  await own?.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Runs `whisker ...` on the data directory; nothing that it says may have the password. */
async function whisker(args: string[], env: Record<string, string> = {}) {
  const reply = await new Promise<{ code: number; text: string }>((resolve) =>
    execFile(
      process.execPath,
      [cli, ...args, '--data', data()],
      { env: { ...process.env, ...env } },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), text: stdout + stderr }),
    ),
  )
  expect(reply.text).not.toContain(own.connection.password)
  return reply
}
const moveTo = (database: string) => whisker(['move', '--to', address(database)])

async function worker(): Promise<string> {
  const link = await service.client.readLabelLink({ params: { project_id: 1 } })
  const { token } = await createClient({ url: service.url }).acceptInvitation({
    body: { token: new URL(link.url).hash.slice(1), cookie: false },
  })
  return token as string
}

async function answer(key: string, count: number) {
  const person = createClient({ url: service.url, key })
  const { assignments } = await person.takeAssignments({ body: { project_id: 1, count } })
  for (const { id, token } of assignments)
    await person.submitAssignment({ params: { assignment_id: id }, body: { token, answer: [{ animal: 'cat' }] } })
  return assignments.length
}

async function results(after?: string) {
  const reply = await fetch(`${service.url}/projects/1/results${after ? `?after=${after}` : ''}`, {
    headers: { authorization: service.key },
  })
  const rows = (await reply.text()).split('\n').filter(Boolean)
  return {
    ids: rows.map((row) => (JSON.parse(row) as ResultRow).task_id),
    cursor: reply.headers.get('whisker-cursor') as string,
  }
}

async function events(after?: string) {
  const page = await service.client.listEvents({ query: { limit: 1000, ...(after && { after }) } })
  return { ids: page.data.map((event: Event) => event.id), cursor: page.next }
}

test('E7 everything moves to a PostgreSQL of one’s own, and work goes on where it was', {
  timeout: 120_000,
}, async () => {
  const { client } = service
  await client.createProject({
    body: {
      title: 'Move',
      input_spec: [{ name: 'text', type: 'text' }],
      output_spec: [{ type: 'input', name: 'animal' }],
      callback_url: 'https://hooks.example.org/labels',
      // What a worker answers are ordinary tasks, each with a result of its own: gold mixed in by chance has its result already.
      inject_gold: false,
    },
  })
  const made: string[] = []
  // A backslash, a tab and what else means something on the way.
  for (const text of ['a\\N\tb\nc', '\\.', '"', 'Käse 🐈', ...Array.from({ length: 16 }, (_, i) => `text ${i}`)])
    made.push((await client.createTask({ body: { project_id: 1, task_spec: [{ text }] } })).id)
  const person = await worker()
  expect(await answer(person, 6)).toBe(6)
  await client.markGold({ params: { task_id: made[19] as string }, body: { answer: [{ animal: 'dog' }] } })
  const [seen, heard] = [await results(), await events()]
  expect(await answer(person, 2)).toBe(2)
  const all = { results: await results(), events: await events() }
  const [late, news] = [await results(seen.cursor), await events(heard.cursor)]

  expect(await moveTo('target')).toMatchObject({ code: 3, text: expect.stringMatching(/service runs.*Stop it/s) })
  // The old cluster has given out more transaction ids than the new one, as one that was at work for a while has.
  const old = openDatabase(data())
  await old.unsafe('do $$ begin for i in 1..60000 loop perform pg_current_xact_id(); commit; end loop; end $$').simple()
  await old.end()
  await service.stop()

  // Killed when the first rows are there, it leaves nothing, and the same command goes on.
  const half = spawn(process.execPath, [cli, 'move', '--to', address('target'), '--data', data()], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  for await (const chunk of half.stdout) if (String(chunk).includes(' rows')) break
  process.kill(-(half.pid as number), 'SIGKILL')
  if (half.exitCode === null && half.signalCode === null) await once(half, 'exit')

  const moved = await moveTo('target')
  expect(moved).toMatchObject({ code: 0, text: expect.stringMatching(/tables with .* rows, each table compared/) })
  expect(moved.text).toContain(`DATABASE_URL=postgres://...  (whisker@127.0.0.1:${line.port}/target)`)
  expect(await moveTo('target')).toMatchObject({
    code: 0,
    text: expect.stringContaining('Everything is there already'),
  })
  // Whoever forgets DATABASE_URL does not go on with the old one, nor back it up for ever.
  await expect(startService(data())).rejects.toThrow(/was moved to whisker@127.* DATABASE_URL is not set/)
  expect(await whisker(['backup', join(folder, 'backup')])).toMatchObject({
    code: 3,
    text: expect.stringContaining('was moved to'),
  })

  const { key } = service
  service = await startService(data(), { DATABASE_URL: address('target') })
  service.key = key
  service.client = createClient({ url: service.url, key })
  const sql = connect({ url: address('target'), pool: 1, prepare: false, patient: true })
  expect(await describeSchema(sql)).toBe(await readFile(new URL('../server/schema.sql', import.meta.url), 'utf8'))
  await sql.end()
  // What was read before is not given again, what came after is.
  expect((await results()).ids.sort()).toEqual(all.results.ids.sort())
  expect((await results(seen.cursor)).ids.sort()).toEqual(late.ids.sort())
  expect((await results(all.results.cursor)).ids).toEqual([])
  expect((await events(heard.cursor)).ids).toEqual(news.ids)
  expect((await events(all.events.cursor)).ids).toEqual([])
  expect(await answer(person, 3)).toBe(3)
  await expect.poll(async () => (await results(all.results.cursor)).ids).toHaveLength(3)
  await expect.poll(async () => (await events(all.events.cursor)).ids.length).toBeGreaterThanOrEqual(3)
  expect((await service.client.createTask({ body: { project_id: 1, task_spec: [{ text: 'new' }] } })).status).toBe(
    'open',
  )
  expect(await whisker(['fsck'], { DATABASE_URL: address('target') })).toMatchObject({ code: 0 })
  await service.stop()
  expect(await moveTo('target')).toMatchObject({ code: 3, text: expect.stringContaining('has worked since') })
})
