import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createClient } from '@whisker/api/client.ts'
import type postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeAnswers } from '../server/src/crowd/crowd.fixture.ts'
import { openDatabase } from './database.ts'
import { type Service, startService } from './service.ts'

/** The service is killed (`kill -9`) in the middle of what takes many transactions, and started again on the same data. */
const cli = fileURLToPath(new URL('../cli/bin/whisker.js', import.meta.url))
const tasks = 1100
const kinds = ['cat', 'dog', 'fox']

let folder: string
let service: Service
let sql: postgres.Sql

const openSql = () => openDatabase(folder, 3)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whisker-survival-'))
  service = await startService(folder)
  sql = openSql()
})
afterAll(async () => {
  await sql.end({ timeout: 1 })
  await service.stop()
  await rm(folder, { recursive: true, force: true })
})

async function makeProject() {
  const options = kinds.map((value) => ({ value }))
  const project = await service.client.createProject({
    body: {
      title: 'Survival',
      min_answers: 3,
      input_spec: [{ name: 'sentence', type: 'text' }],
      output_spec: [{ type: 'radio', name: 'kind', options }],
    },
  })
  const { workers } = await makeAnswers(
    sql as never,
    project.id,
    { tasks, workers: 9, overlap: 3 },
    (task, worker) => ({
      kind: worker === 8 ? 'cat' : kinds[(worker + task) % 10 === 0 ? (task + 1) % 3 : task % 3]!,
    }),
  )
  return { id: project.id, workers }
}

/**
 * Kills the service while its work waits for a row that is held here, near the end: what came before is committed.
 * @param half gives how much is done.
 */
async function killInTheMiddle(
  holdRow: (tx: postgres.TransactionSql) => Promise<unknown>,
  begin: () => Promise<unknown>,
  half: () => Promise<number>,
) {
  const released = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  const holding = sql.begin(async (tx) => {
    await holdRow(tx)
    held.resolve()
    await released.promise
  })
  await held.promise
  await begin()
  await expect.poll(half, { timeout: 15_000, interval: 20 }).toBeGreaterThan(0)
  await service.kill()
  released.resolve()
  await holding
}

async function restart() {
  await sql.end({ timeout: 1 })
  service = await startService(folder)
  sql = openSql()
}

/** Every task against its answers and its result. */
async function fsck() {
  const env = { ...process.env, DATA_DIR: folder }
  const { stdout } = await promisify(execFile)(process.execPath, [cli, 'fsck', '--json'], { env })
  expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toMatchObject({ ok: true, faults: 0 })
}

const count = async (rows: PromiseLike<readonly unknown[]>) => (await rows).length

test('a refit that is killed while it is published is published to its end, each change told once', {
  timeout: 60_000,
}, async () => {
  const { id } = await makeProject()
  const published = () => count(sql`select from results where project_id = ${id} and provenance is not null`)
  await killInTheMiddle(
    (tx) => tx`
      select from results where project_id = ${id} and task_id = (
        select task_id from results where project_id = ${id} order by task_id desc limit 1) for update`,
    () => sql`insert into crowds (project_id, due_since) values (${id}, now())
              on conflict (project_id) do update set due_since = now(), locked_until = null`,
    published,
  )
  const before = await published()
  expect(before).toBeGreaterThan(0)
  expect(before).toBeLessThan(tasks)
  await restart()
  // The one who died holds the project for a quarter of an hour; it passes here.
  await sql`update crowds set locked_until = now() where project_id = ${id}`
  await expect.poll(published, { timeout: 20_000 }).toBe(tasks)
  const [due] = await sql`select due_since, refit from crowds where project_id = ${id}`
  await expect
    .poll(async () => (await sql`select due_since from crowds where project_id = ${id}`)[0]?.due_since)
    .toBeNull()
  expect(due?.refit).toBe(2)
  const told = await sql<{ task: string }[]>`
    select data ->> 'task_id' as task from events where project_id = ${id} and type = 'result.updated'`
  expect(new Set(told.map(({ task }) => task)).size).toBe(told.length)
  const wrong = await sql`
    select from results r join tasks t on t.project_id = r.project_id and t.id = r.task_id
    where r.project_id = ${id} and r.fields -> 0 -> 'kind' ->> 'value' <> (${kinds}::text[])[t.name::int % 3 + 1]`
  expect(wrong.length).toBeLessThan(tasks / 20)
  await fsck()
})

test('taking back a worker’s answers that is killed half-way goes on to its end', { timeout: 60_000 }, async () => {
  const { id, workers } = await makeProject()
  const worker = workers[8]!
  const all = await count(sql`select from answers where project_id = ${id} and worker_id = ${worker}`)
  const reverted = () =>
    count(sql`select from answers where project_id = ${id} and worker_id = ${worker} and state = 'reverted'`)
  const { data } = await service.client.listProjectWorkers({ params: { project_id: id } })
  const pseudonym = data.find(({ name }) => name === 'worker 9')!.worker_id
  await killInTheMiddle(
    (tx) => tx`
      select from tasks where project_id = ${id} and id = (
        select task_id from answers where project_id = ${id} and worker_id = ${worker} order by task_id desc limit 1)
      for update`,
    () =>
      service.client.revertWorker({
        params: { project_id: id, worker_id: pseudonym },
        body: { reason: 'Always the same.' },
      }),
    reverted,
  )
  const before = await reverted()
  expect(before).toBeLessThan(all)
  const counted = async () => {
    const [row] = await sql`select reverted, finished_at from reversals where project_id = ${id}`
    return row
  }
  // What is counted in the reversal is what was taken back: both are one transaction.
  expect((await counted())?.reverted).toBe(before)
  await restart()
  await expect.poll(async () => (await counted())?.finished_at ?? null, { timeout: 20_000 }).not.toBeNull()
  expect((await counted())?.reverted).toBe(all)
  expect(await reverted()).toBe(all)
  const client = createClient({ url: service.url, key: service.key })
  const detail = await client.readWorker({ params: { project_id: id, worker_id: pseudonym } })
  expect(detail).toMatchObject({ answers: { counted: 0, reverted: all }, reversal: { reverted: all } })
  await fsck()
})
