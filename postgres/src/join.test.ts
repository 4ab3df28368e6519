import { rmSync } from 'node:fs'
import path from 'node:path'
import postgres from 'postgres'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { joinRunning } from './join.ts'
import { name, scratch } from './scratch.fixture.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 20_000 })

const { dataDir, start, service, stopAll, clean } = scratch()
const dir = dataDir('joined')

afterEach(stopAll)
afterAll(clean)

test('a second process reaches what the first one runs, and what it does is there for both', async () => {
  const first = service({ dataDir: dir })
  await first.hear((said) => said.ready === true)
  const connection = await joinRunning({ dataDir: dir, name })
  const sql = postgres({ ...connection!, max: 1 })
  await sql`CREATE TABLE left_behind AS SELECT 1 AS one`
  await sql.end()
  await first.kill('SIGTERM')

  const next = await start(dir)
  expect(next.connection).toEqual(connection)
})

test('one that is just starting is waited for', async () => {
  const starting = service({ dataDir: dir })
  const [connection] = await Promise.all([
    joinRunning({ dataDir: dir, name }),
    starting.hear((said) => said.ready === true),
  ])
  expect(connection).toMatchObject({ username: name, database: name })
})

test('where none runs, there is nothing to join when the time is over', async () => {
  const begun = performance.now()
  expect(await joinRunning({ dataDir: dir, name, waitMs: 300 })).toBeNull()
  expect(performance.now() - begun).toBeGreaterThanOrEqual(300)
})

test('without a name role and database are called as PostgreSQL calls its own', async () => {
  const plain = dataDir('plain')
  const embedded = await start(plain, { name: undefined })
  expect(embedded.connection).toMatchObject({ username: 'postgres', database: 'postgres' })
  expect(await joinRunning({ dataDir: plain })).toEqual(embedded.connection)
})

test('a cluster that was made under another name is not opened by a new password', async () => {
  await (await start(dir)).stop()
  rmSync(path.join(dir, 'postgres.password'))
  await expect(start(dir, { name: 'another' })).rejects.toMatchObject({
    code: 'password_refused',
    message: expect.stringContaining('has no role "another"'),
  })
})
