import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import postgres from 'postgres'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import type { Setting } from './embedded.ts'
import { scratch } from './scratch.fixture.ts'
import { settingsFile } from './settings.ts'

vi.setConfig({ testTimeout: 20_000, hookTimeout: 20_000 })

const { dataDir, start, stopAll, clean } = scratch()
const dir = dataDir('settings')
const file = path.join(dir, 'postgres/cluster/postgresql.conf')

afterEach(stopAll)
afterAll(clean)

const namesIn = (text: string) => [...text.matchAll(/^(\w+) = /gm)].map(([, name]) => name)

async function shown(name: string, settings?: readonly Setting[] | null): Promise<string> {
  const embedded = await start(dir, { settings })
  const sql = postgres({ ...embedded.connection, max: 1 })
  const [row] = await sql`SELECT current_setting(${name}) AS value`
  await sql.end()
  await embedded.stop()
  return row!.value
}

test('what a caller sets holds from that start on, and until a start without it', async () => {
  const own: Setting[] = [
    ['jit', 'off', 'our statements are short'],
    ['max_connections', '31', 'one small pool'],
  ]
  expect(await shown('max_connections', own)).toBe('31')
  expect(readFileSync(file, 'utf8')).toContain('# our statements are short\njit = off\n')
  expect(await shown('max_connections')).toBe('100')
})

test('with null the file stays as somebody wrote it', async () => {
  writeFileSync(file, "lc_messages = 'C'\nwork_mem = 7MB\n")
  expect(await shown('work_mem', null)).toBe('7MB')
  expect(readFileSync(file, 'utf8')).toBe("lc_messages = 'C'\nwork_mem = 7MB\n")
})

test('each setting stands in the file once, whoever set it', () => {
  const names = namesIn(settingsFile([['WAL_level', 'logical', 'somebody follows']], true))
  expect(names).toHaveLength(new Set(names).size)
  expect(names.filter((name) => name?.toLowerCase() === 'wal_level')).toHaveLength(1)
})

test('Windows, where PostgreSQL does not know when a client is lost, is not told to look', () => {
  const without = (platform: NodeJS.Platform) => namesIn(settingsFile([], true, platform))
  expect(without('linux')).toContain('client_connection_check_interval')
  expect(without('win32')).not.toContain('client_connection_check_interval')
})

test.each(['fsync', 'FSYNC', 'full_page_writes', 'synchronous_commit', 'lc_messages', 'password_encryption'])(
  '%s, which a promise rests on, is refused before anything is touched',
  async (name) => {
    const elsewhere = dataDir('refused')
    await expect(start(elsewhere, { settings: [[name, 'off', 'faster']] })).rejects.toThrow(
      new RangeError(`${name} cannot be set: what the embedded PostgreSQL promises rests on it.`),
    )
    expect(() => readFileSync(elsewhere)).toThrow(/ENOENT/)
  },
)

test.each(['', 'Sample', 'pg_sample', '1st', 'a"b', 'x'.repeat(41)])('"%s" is no name', async (name) => {
  await expect(start(dataDir('nameless'), { name })).rejects.toThrow(RangeError)
})
