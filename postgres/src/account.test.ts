import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import postgres from 'postgres'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { makePrivateFolder } from './ownership.ts'
import { blockedAt } from './rights.ts'
import { asRoot, nobodyId, scratch } from './scratch.fixture.ts'

vi.setConfig({ testTimeout: 20_000, hookTimeout: 20_000 })

const { folder, dataDir, start, service, stopAll, clean } = scratch()

afterEach(stopAll)
afterAll(clean)

/** The user and the command line of the postmaster, and whether a client reaches it. */
async function look(dir: string) {
  const embedded = await start(dir)
  const proc = `/proc/${embedded.pid()}`
  const sql = postgres({ ...embedded.connection, max: 1 })
  const [row] = await sql`SELECT 1 AS one`
  await sql.end()
  const seen = {
    uid: Number(/^Uid:\s+(\d+)/m.exec(readFileSync(`${proc}/status`, 'utf8'))![1]),
    capabilities: /^CapEff:\s+(\w+)/m.exec(readFileSync(`${proc}/status`, 'utf8'))![1],
    folder: readFileSync(`${proc}/cmdline`, 'latin1').split('\0')[2],
    answer: row!.one,
  }
  await embedded.stop()
  return seen
}

test('the way to a folder is judged for the account, not for us', () => {
  const open = path.join(folder, 'open')
  const shut = path.join(folder, 'shut')
  mkdirSync(path.join(open, 'below'), { recursive: true })
  mkdirSync(path.join(shut, 'below'), { recursive: true })
  chmodSync(shut, 0o700)
  const stranger = { uid: nobodyId - 1, gid: nobodyId - 1 }
  expect(blockedAt(path.join(open, 'below'), stranger)).toBeUndefined()
  expect(blockedAt(path.join(shut, 'below'), stranger)).toBe(shut)
  expect(blockedAt(path.join(shut, 'below'), undefined)).toBeUndefined()
})

test('a link in the place of a private folder is not followed', async () => {
  const target = path.join(folder, 'target')
  mkdirSync(target)
  chmodSync(target, 0o755)
  symlinkSync(target, path.join(folder, 'link'))
  await expect(makePrivateFolder(path.join(folder, 'link'), undefined)).rejects.toThrow(/ELOOP|ENOTDIR/)
  expect(statSync(target).mode & 0o777).toBe(0o755)
})

// What only root meets is tested as root; elsewhere there is nothing that it could mean.
if (process.platform === 'linux' && asRoot) {
  const dir = dataDir('private/data')

  test('root: PostgreSQL runs as somebody else without any rights of root, below a folder that only root may enter', async () => {
    mkdirSync(path.dirname(dir), { mode: 0o700 })
    for (let starts = 0; starts < 2; starts++) {
      const seen = await look(dir)
      expect(seen).toMatchObject({ answer: 1, folder: '/proc/self/cwd', capabilities: '0000000000000000' })
      expect(seen.uid).not.toBe(0)
    }
    expect(statSync(dir)).toMatchObject({ uid: 0 })
  })

  test('root: a data directory that is open is named by its path', async () => {
    chmodSync(path.dirname(dir), 0o755)
    chmodSync(dir, 0o755)
    expect(await look(dir)).toMatchObject({ answer: 1, folder: path.join(dir, 'postgres', 'cluster') })
  })

  test('root: a cluster keeps its user, and one that was restored as root gets one', async () => {
    const cluster = path.join(dir, 'postgres', 'cluster')
    execFileSync('chown', ['-R', `${nobodyId}:${nobodyId}`, cluster])
    expect(await look(dir)).toMatchObject({ answer: 1, uid: nobodyId })
    execFileSync('chown', ['-R', '0:0', cluster])
    const seen = await look(dir)
    expect(seen.answer).toBe(1)
    expect(seen.uid).not.toBe(0)
  })

  test("root: in somebody's data directory PostgreSQL runs as its owner, and the files stay theirs", async () => {
    const theirs = dataDir('theirs')
    mkdirSync(theirs)
    chownSync(theirs, nobodyId, nobodyId)
    expect(await look(theirs)).toMatchObject({ answer: 1, uid: nobodyId })
    for (const file of ['postgres', 'postgres.password', 'postgres.log', 'postgres.lock'])
      expect([file, statSync(path.join(theirs, file)).uid]).toEqual([file, nobodyId])
  })

  test('root: what root began, another user cannot go on with', async () => {
    const begun = dataDir('begun')
    mkdirSync(path.join(begun, 'postgres'), { recursive: true })
    chownSync(begun, nobodyId, nobodyId)
    expect(await service({ dataDir: begun, uid: nobodyId }).hear(() => true)).toMatchObject({ failed: 'wrong_owner' })
  })
}
