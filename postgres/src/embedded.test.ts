import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { chooseAccount } from './account.ts'
import { DataDirInUse } from './errors.ts'
import { findPackage } from './find-package.ts'
import { prepareFolders } from './folders.ts'
import { launch } from './launch.ts'
import { silent } from './log.ts'
import { findProcesses, isAlive, waitUntilDead } from './processes.ts'
import { preparePrograms } from './programs.ts'
import { name, postmasterPid, scratch } from './scratch.fixture.ts'
import { clusterId } from './site.ts'

vi.setConfig({ testTimeout: 20_000, hookTimeout: 20_000 })

const { dataDir, service, start, stopAll, clean } = scratch()

/** One cluster for most tests: each finds it stopped and leaves it so. The first test makes it, with one row. */
const shared = dataDir('shared')
const home = path.join(shared, 'postgres')

afterEach(stopAll)
afterAll(clean)

const open = (connection: object) => postgres({ ...connection, max: 2, onnotice: () => {} })

async function query<T>(connection: object, ask: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = open(connection)
  try {
    return await ask(sql)
  } finally {
    await sql.end({ timeout: 1 })
  }
}

const keptWords = (connection: object) => query(connection, (sql) => sql`SELECT word FROM kept`)

/** A service that stores numbers, when it has had some acknowledged; and the last number that was, once it is dead. */
async function writer() {
  const writing = service({ dataDir: shared, write: true })
  const first = await writing.hear((said) => said.acknowledged !== undefined)
  await writing.hear((said) => said.acknowledged === first.acknowledged! + 200)
  return { ...writing, lastAcknowledged: () => writing.said.findLast((said) => said.acknowledged)!.acknowledged! }
}

/** Starts on what a killed service left, and checks that every number that it had acknowledged is there. */
async function startAndCount(acknowledged: number) {
  const embedded = await start(shared)
  const [row] = await query(
    embedded.connection,
    (sql) => sql`SELECT count(*)::int AS count, max(n) AS last FROM written`,
  )
  expect(acknowledged).toBeGreaterThan(200)
  expect(row!.count).toBeGreaterThanOrEqual(acknowledged)
  expect(row!.last).toBe(row!.count)
  return embedded
}

test('a first start makes a private, durable cluster that needs a password, and stop leaves nothing running', async () => {
  const embedded = await start(shared)
  const pid = embedded.pid()!
  const settings = await query(embedded.connection, async (sql) => {
    await sql`CREATE TABLE kept AS SELECT 'here' AS word`
    return Object.fromEntries(
      (await sql`SELECT name, setting FROM pg_settings`).map(({ name, setting }) => [name, setting]),
    )
  })
  expect(settings).toMatchObject({
    data_checksums: 'on',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    wal_level: 'replica',
    TimeZone: 'UTC',
    listen_addresses: '',
    server_encoding: 'UTF8',
  })
  await expect(keptWords({ ...embedded.connection, password: 'guess' })).rejects.toThrow(/password/)
  expect(statSync(shared).mode & 0o777).toBe(0o700)
  for (const file of ['postgres.password', 'postgres.log', 'postgres.lock', 'postgres.owner.json'])
    expect([file, statSync(path.join(shared, file)).mode & 0o777]).toEqual([file, 0o600])

  await embedded.stop()
  expect(isAlive(pid)).toBe(false)
  expect(readdirSync(path.join(home, 'run'))).toEqual([])
  expect(readFileSync(embedded.logFile, 'utf8')).not.toMatch(/ERROR|WARNING/)
})

test('a restart finds the data, at the same address', async () => {
  const first = await start(shared)
  await first.stop()
  const second = await start(shared)
  expect(second.connection).toEqual(first.connection)
  expect(second.adopted).toBe(false)
  expect(await keptWords(second.connection)).toEqual([{ word: 'here' }])
})

test('a data directory has one owner, and the second one learns who it is', async () => {
  const first = await start(shared)
  await first.setInfo({ url: 'http://127.0.0.1:8080' })
  const refused = await start(shared).catch((error) => error)
  expect(refused).toBeInstanceOf(DataDirInUse)
  expect(refused.owner).toMatchObject({ pid: process.pid, info: { url: 'http://127.0.0.1:8080' } })

  const other = service({ dataDir: shared })
  expect(await other.hear(() => true)).toMatchObject({ failed: 'data_dir_in_use', owner: { pid: process.pid } })
  await first.stop()
  await start(shared)
})

test('two first starts at the same moment: exactly one wins', async () => {
  const dir = dataDir('race')
  const both = [service({ dataDir: dir }), service({ dataDir: dir })]
  const heard = await Promise.all(both.map((one) => one.hear(() => true)))
  expect(heard.filter((said) => said.ready)).toHaveLength(1)
  const winner = both[heard.findIndex((said) => said.ready)]!
  expect(heard.find((said) => !said.ready)).toMatchObject({
    failed: 'data_dir_in_use',
    owner: { pid: winner.child.pid },
  })
  await winner.kill('SIGTERM')
  expect(postmasterPid(dir)).toBeUndefined()
})

test('C-01 after kill -9 of the service its PostgreSQL is taken over, with every acknowledged row', async () => {
  const killed = await writer()
  await killed.kill('SIGKILL')
  const left = postmasterPid(shared)
  expect(left).toBeDefined()

  const embedded = await startAndCount(killed.lastAcknowledged())
  expect(embedded.adopted).toBe(true)
  expect(embedded.pid()).toBe(left)

  process.kill(left!, 'SIGKILL')
  await vi.waitUntil(() => embedded.pid() !== left && embedded.pid() !== undefined, { timeout: 5_000 })
  expect(await keptWords(embedded.connection)).toHaveLength(1)
})

test('stop also stops a PostgreSQL that was taken over', async () => {
  const killed = service({ dataDir: shared })
  const { pid } = await killed.hear((said) => said.ready === true)
  await killed.kill('SIGKILL')
  const embedded = await start(shared)
  expect(embedded.adopted).toBe(true)
  await embedded.stop()
  expect(isAlive(pid!)).toBe(false)
})

test('C-02 after kill -9 of the service and of PostgreSQL it recovers, though one of its children is busy', async () => {
  const killed = await writer()
  const password = readFileSync(path.join(shared, 'postgres.password'), 'utf8').trim()
  const login = { host: path.join(home, 'run'), database: name, username: name, password }
  const busy = postgres({ ...login, max: 1, onnotice: () => {} })
  const [backend] = await busy`SELECT pg_backend_pid() AS pid`
  // Does not look up from its work for minutes: it does not notice that its postmaster is gone.
  busy`SELECT count(*) FROM generate_series(1, 10000000000)`.catch(() => {})
  await sleep(50)
  process.kill(postmasterPid(shared)!, 'SIGKILL')
  await killed.kill('SIGKILL')
  expect(isAlive(backend!.pid)).toBe(true)

  const embedded = await startAndCount(killed.lastAcknowledged())
  expect(embedded.adopted).toBe(false)
  expect(isAlive(backend!.pid)).toBe(false)
  await busy.end({ timeout: 0 })
})

test('a stale pid that belongs to another program by now is no obstacle, and that program is left alone', async () => {
  // Programs of the same user: others are no obstacle to PostgreSQL in the first place.
  const { uid, gid } = statSync(path.join(home, 'cluster'))
  const strangers = [spawn('sleep', ['60'], { uid, gid }), spawn('sleep', ['60'], { uid, gid })]
  const pidFile = (pid = 0) => `${pid}\n${home}/cluster\n1700000000\n5432\n../run\n\n  1 1\nready   \n`
  writeFileSync(path.join(home, 'cluster', 'postmaster.pid'), pidFile(strangers[0]!.pid))
  writeFileSync(path.join(home, 'run', '.s.PGSQL.5432.lock'), pidFile(strangers[1]!.pid))
  writeFileSync(path.join(home, 'run', '.s.PGSQL.5432'), '')
  const embedded = await start(shared)
  expect(embedded.adopted).toBe(false)
  expect(await keptWords(embedded.connection)).toHaveLength(1)
  await embedded.stop()
  for (const stranger of strangers) {
    expect(isAlive(stranger.pid!)).toBe(true)
    stranger.kill()
  }
})

test('a pid file that was never written to is no obstacle', async () => {
  writeFileSync(path.join(home, 'cluster', 'postmaster.pid'), '')
  await start(shared)
})

test('a PostgreSQL that is just shutting down is waited for', async () => {
  const killed = await writer()
  await killed.kill('SIGKILL')
  // Without its last checkpoint it cannot finish.
  const [checkpointer] = findProcesses(`postgres: ${clusterId(await prepareFolders(shared), name)}: checkpointer`)
  process.kill(checkpointer!, 'SIGSTOP')
  process.kill(postmasterPid(shared)!, 'SIGINT')
  setTimeout(() => process.kill(checkpointer!, 'SIGCONT'), 1_200)
  const embedded = await startAndCount(killed.lastAcknowledged())
  expect(embedded.adopted).toBe(false)
})

test('kill -9 in the middle of making the cluster: the next start makes a whole one', async () => {
  const dir = dataDir('half-made')
  const halfHome = path.join(dir, 'postgres')
  const killed = service({ dataDir: dir })
  const halfMade = () => {
    try {
      const made = readdirSync(halfHome).find((name) => name.startsWith('new-'))
      return made !== undefined && readdirSync(path.join(halfHome, made, 'cluster')).includes('base')
    } catch {
      return false
    }
  }
  while (!halfMade()) await sleep(2)
  await killed.kill('SIGKILL')
  expect(readdirSync(halfHome)).not.toContain('cluster')

  await start(dir)
  expect(readdirSync(halfHome).sort()).toEqual(['cluster', 'run'])
})

test('a start that is called off leaves none behind', async () => {
  const folders = await prepareFolders(shared)
  const account = await chooseAccount(folders)
  const programs = await preparePrograms(await findPackage(), account, folders.home, silent, [])
  const site = { folders, account, programs, name, id: clusterId(folders, name), log: silent }
  const calledOff = await launch(site, { kind: 'socket', folder: folders.run }, undefined, AbortSignal.abort())
  expect(calledOff).toMatch(/postgres ended/)
  expect(postmasterPid(shared)).toBeUndefined()
})

test('stop while PostgreSQL is being started again leaves none behind', async () => {
  const embedded = await start(shared)
  process.kill(embedded.pid()!, 'SIGKILL')
  while (embedded.pid() !== undefined) await sleep(1)
  await embedded.stop()
  expect(postmasterPid(shared)).toBeUndefined()
})

test('Ctrl-C in the terminal reaches the service alone, and an exit without stop takes PostgreSQL along', async () => {
  const interrupted = service({ dataDir: shared })
  const { pid } = await interrupted.hear((said) => said.ready === true)
  process.kill(-interrupted.child.pid!, 'SIGINT')
  await once(interrupted.child, 'close')
  await sleep(100)
  expect(postmasterPid(shared)).toBe(pid)

  for (const adopted of [true, false]) {
    const exiting = service({ dataDir: shared })
    const ready = await exiting.hear((said) => said.ready === true)
    expect(ready.adopted).toBe(adopted)
    await exiting.kill('SIGUSR2')
    expect(await waitUntilDead(ready.pid!, 5_000)).toBe(true)
  }
})

test('a lost password file costs nothing but a new password', async () => {
  const file = path.join(shared, 'postgres.password')
  const lost = readFileSync(file, 'utf8').trim()
  rmSync(file)
  const embedded = await start(shared)
  expect(await keptWords(embedded.connection)).toHaveLength(1)
  expect(embedded.connection.password).not.toBe(lost)
})

test('a cluster for tests is fast, says so, and cannot be made of one that exists', async () => {
  const warn = vi.fn()
  const embedded = await start(dataDir('fast'), { log: { info: () => {}, warn }, durable: false })
  expect(await query(embedded.connection, (sql) => sql`SHOW fsync`)).toEqual([{ fsync: 'off' }])
  expect(warn).toHaveBeenCalledOnce()
  await expect(start(shared, { durable: false })).rejects.toMatchObject({ code: 'not_durable' })
})
