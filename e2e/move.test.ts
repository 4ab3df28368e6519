import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createClient } from '@whisker/api/client.ts'
import type { Event } from '@whisker/api/events.ts'
import type { ResultRow } from '@whisker/api/results.ts'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { credentials, startS3 } from '../server/src/assets/s3-server.fixture.ts'
import { connect } from '../server/src/database/connect.ts'
import { describeSchema } from '../server/src/database/describe-schema.ts'
import { startEmbeddedDatabase } from '../server/src/database/embedded.ts'
import { fickleLine } from '../server/src/database/fickle-line.fixture.ts'
import { openDatabase } from './database.ts'
import { makePictures } from './pictures.ts'
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
  for (const name of ['target', 'taken', 'pictured']) await admin.unsafe(`create database ${name}`)
})
afterAll(async () => {
  await service?.stop()
  await admin?.end()
  line?.close()
  await own?.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Runs `whisker ...` on the data directory; nothing that it says may have the password. */
async function whisker(args: string[], env: Record<string, string> = {}, dataDir = data()) {
  const reply = await new Promise<{ code: number; text: string }>((resolve) =>
    execFile(
      process.execPath,
      [cli, ...args, '--data', dataDir],
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

test('E7 the pictures move to an S3 store with it, also when the move was killed, and what was lost before is named', {
  timeout: 240_000,
}, async () => {
  const pictures = 300
  const where = join(folder, 'pictured')
  const files = await makePictures(join(folder, 'photos'), pictures)
  const before = await startService(where)
  await before.client.createProject({
    body: {
      title: 'Pictures',
      input_spec: [{ name: 'photo', type: 'image' }],
      output_spec: [{ type: 'input', name: 'animal' }],
    },
  })
  const lines = await Promise.all(
    files.map(async (file) =>
      JSON.stringify({ task_spec: [{ photo: `data:image/jpeg;base64,${(await readFile(file)).toString('base64')}` }] }),
    ),
  )
  const headers = { 'content-type': 'application/x-ndjson' }
  const receipts = await before.client.createTasks({ query: { project_id: 1 }, body: lines.join('\n'), headers })
  expect((await receipts.text()).trim().split('\n')).toHaveLength(pictures)
  await before.stop()
  // One was lost before.
  const assets = join(where, 'assets')
  const stored = (await readdir(assets, { recursive: true })).filter((name) => /\/sha256\/.*[0-9a-f]{64}$/.test(name))
  expect(stored).toHaveLength(pictures)
  await rm(join(assets, stored[0] as string))

  const s3 = await startS3()
  const settings = {
    DATABASE_URL: address('pictured'),
    S3_ENDPOINT: s3.options.endpoint,
    S3_BUCKET: credentials.bucket,
    S3_REGION: credentials.region,
    S3_ACCESS_KEY_ID: credentials.accessKeyId,
    S3_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  }
  const move = (env: Record<string, string> = {}) => whisker(['move', '--pictures'], { ...settings, ...env }, where)
  try {
    // With a wrong secret, and to a bucket that is another installation's, nothing is moved.
    expect(await move({ S3_SECRET_ACCESS_KEY: 'wrong' })).toMatchObject({
      code: 3,
      text: expect.stringMatching(/^The S3 store answers 403 SignatureDoesNotMatch\. Check S3_ENDPOINT.*\n$/),
    })
    s3.objects.set('owner', Buffer.from('somebody else'))
    expect(await move()).toMatchObject({ code: 3, text: expect.stringContaining('belongs to another installation') })
    expect([...s3.objects.keys()]).toEqual(['owner'])
    s3.objects.clear()

    const killed = spawn(process.execPath, [cli, 'move', '--pictures', '--data', where], {
      env: { ...process.env, ...settings },
      stdio: 'ignore',
      detached: true,
    })
    await expect.poll(() => s3.objects.size, { interval: 5, timeout: 60_000 }).toBeGreaterThan(100)
    process.kill(-(killed.pid as number), 'SIGKILL')
    if (killed.exitCode === null && killed.signalCode === null) await once(killed, 'exit')
    const there = s3.objects.size - 1
    expect(there).toBeLessThan(pictures - 1)
    // What was on its way when the line broke, in a store that keeps what it has.
    const [half] = [...s3.objects.keys()].filter((key) => key !== 'owner')
    s3.objects.set(half as string, (s3.objects.get(half as string) as Buffer).subarray(0, 1000))

    const moved = await move()
    expect(moved).toMatchObject({
      code: 1,
      text: expect.stringContaining(
        `Pictures: ${pictures - 1} are in the bucket pictures, ${pictures - there} of them new.`,
      ),
    })
    const lost = (stored[0] as string).split('/').at(-1)
    expect(moved.text).toMatch(new RegExp(`missing or damaged before, and were not brought:\\n +1/${lost}: `))
    for (const name of stored.slice(1)) {
      const sha256 = name.split('/').at(-1) as string
      const [key, bytes] = [...s3.objects].find(([key]) => key.endsWith(sha256)) ?? []
      expect(key, sha256).toBeDefined()
      expect(bytes?.equals(await readFile(join(assets, name))), sha256).toBe(true)
    }
    expect(await move()).toMatchObject({
      code: 1,
      text: expect.stringMatching(/299 are in the bucket pictures, 0 of them new\.\nEverything is there already/),
    })

    const after = await startService(where, settings)
    try {
      const client = createClient({ url: after.url, key: before.key })
      const link = await client.readLabelLink({ params: { project_id: 1 } })
      const { token } = await createClient({ url: after.url }).acceptInvitation({
        body: { token: new URL(link.url).hash.slice(1), cookie: false },
      })
      const person = createClient({ url: after.url, key: token as string })
      const shown = async () =>
        (await person.takeAssignments({ body: { project_id: 1, count: 1 } })).assignments[0]?.items[0]?.photo
      let photo: Awaited<ReturnType<typeof shown>>
      await expect
        .poll(async () => {
          photo = await shown()
          return photo?.type
        })
        .toBe('image')
      const { url } = photo as { url: string }
      const seen = await fetch(`${after.url}${url}`, { headers: { authorization: `Bearer ${token}` } })
      expect([seen.status, seen.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
    } finally {
      await after.stop()
    }
  } finally {
    await s3.close()
  }
})
