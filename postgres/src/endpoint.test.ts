import { existsSync, mkdirSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import postgres from 'postgres'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import type { EmbeddedPostgres } from './embedded.ts'
import { isAlive } from './processes.ts'
import { scratch } from './scratch.fixture.ts'

vi.setConfig({ testTimeout: 20_000, hookTimeout: 20_000 })

const { folder, dataDir, start, stopAll, clean } = scratch()
const long =
  'a-folder-with-a-name-of-a-hundred-and-eight-bytes-which-is-more-than-fits-into-the-address-of-any-unix-socket'
const dir = dataDir(long)

afterEach(async () => {
  vi.unstubAllEnvs()
  await stopAll()
})
afterAll(clean)

async function answer({ connection }: EmbeddedPostgres) {
  const sql = postgres({ ...connection, max: 1 })
  try {
    const [row] = await sql`SELECT current_setting('listen_addresses') AS listen`
    return row!.listen
  } finally {
    await sql.end()
  }
}

test('a path too long for a socket: it lies in a private folder for temporary files, until stop', async () => {
  const embedded = await start(dir)
  const { host } = embedded.connection
  expect(path.dirname(host)).toBe(tmpdir())
  expect(statSync(host).mode & 0o777).toBe(0o700)
  expect(await answer(embedded)).toBe('')
  await embedded.stop()
  expect(existsSync(host)).toBe(false)

  // Somebody else's idea of that name is not followed: no socket then.
  symlinkSync(folder, host)
  const wary = await start(dir)
  rmSync(host)
  expect(wary.connection.host).toBe('127.0.0.1')
  await wary.stop()
})

test('no socket anywhere: a free port of this machine alone, kept through a restart even if another program takes it meanwhile', async () => {
  mkdirSync(path.join(folder, 'temporary'))
  vi.stubEnv('TMPDIR', path.join(folder, `temporary/${long}`))
  const warn = vi.fn()
  const embedded = await start(dir, { log: { info: () => {}, warn } })
  expect(embedded.connection.host).toBe('127.0.0.1')
  expect(embedded.url).toMatch(/^postgres:\/\/sample:[\w-]+@127\.0\.0\.1:\d+\/sample$/)
  expect(await answer(embedded)).toBe('127.0.0.1')

  const pid = embedded.pid()!
  process.kill(pid, 'SIGKILL')
  while (isAlive(pid));
  const thief = createServer()
  let stealing = true
  const steal = () => stealing && thief.listen(embedded.connection.port)
  // A child that was forked in the last moment still has the socket, until it has seen that its parent is gone.
  thief.on('error', () => setTimeout(steal, 5))
  steal()
  await vi.waitUntil(() => warn.mock.calls.some(([what]) => /could not bind/.test(String(what.err))), {
    timeout: 15_000,
  })
  stealing = false
  thief.close()
  await vi.waitUntil(() => embedded.pid() !== undefined, { timeout: 15_000 })
  expect(await answer(embedded)).toBe('127.0.0.1')
  await embedded.stop()
})
