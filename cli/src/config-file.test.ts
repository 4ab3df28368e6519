import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { configPath, readConfig, saveKey, stateFolder } from './config-file.ts'
import { cleanKey, findConnection, normalizeUrl } from './connection.ts'
import { Failure } from './failure.ts'
import { scratchFolder } from './whisker.fixture.ts'

const scratch = scratchFolder()
const home = (name: string) => ({ XDG_CONFIG_HOME: scratch.path(name) })

test('the folders are those of the XDG specification; a relative one is ignored', () => {
  expect(configPath({ XDG_CONFIG_HOME: '/etc/me' })).toBe('/etc/me/whisker/config.json')
  expect(configPath({ XDG_CONFIG_HOME: 'relative' })).toBe(join(homedir(), '.config/whisker/config.json'))
  expect(stateFolder({})).toBe(join(homedir(), '.local/state/whisker'))
})

test('K-05 keys are kept in a file that only its owner can read', async () => {
  const env = home('modes')
  const path = await saveKey(env, 'http://127.0.0.1:4000', 'whk_one')
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect((await stat(dirname(path))).mode & 0o777).toBe(0o700)
  await chmod(dirname(path), 0o755)
  await saveKey(env, 'http://127.0.0.1:4001', 'whk_two')
  expect((await stat(dirname(path))).mode & 0o777).toBe(0o700)
  expect(await readConfig(env)).toEqual({
    default: 'http://127.0.0.1:4001',
    servers: { 'http://127.0.0.1:4000': { key: 'whk_one' }, 'http://127.0.0.1:4001': { key: 'whk_two' } },
  })
  // Nothing half-written is left.
  expect(await readdir(dirname(path))).toEqual(['config.json'])
})

test.skipIf(process.platform === 'win32').each([0o604, 0o640, 0o644])(
  'K-05 a file with mode %o, which others can read, is refused with what to do',
  async (mode) => {
    const env = home(`exposed-${mode}`)
    const path = await saveKey(env, 'http://127.0.0.1:4000', 'whk_secret')
    await chmod(path, mode)
    const failure = await readConfig(env).catch((error) => error)
    expect(failure).toBeInstanceOf(Failure)
    expect(failure.message).toContain(`chmod 600 ${path}`)
    expect(failure.message).not.toContain('whk_secret')
  },
)

test('a damaged file is told, and what a later version has written into it is kept', async () => {
  const env = home('later')
  const path = configPath(env)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, '{"servers": 5}', { mode: 0o600 })
  await expect(readConfig(env)).rejects.toThrow(/damaged/)
  await writeFile(path, '{"theme": "dark", "servers": {"http://a": {"key": "k", "note": "mine"}}}')
  await saveKey(env, 'http://a', 'new')
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({
    theme: 'dark',
    default: 'http://a',
    servers: { 'http://a': { key: 'new', note: 'mine' } },
  })
})

test('flags come before the environment, and that before what is saved', async () => {
  const env = home('order')
  await saveKey(env, 'http://other', 'other-key')
  await saveKey(env, 'http://saved', 'saved-key')
  expect(await findConnection({}, env)).toEqual({ url: 'http://saved', key: 'saved-key' })
  expect(await findConnection({ url: 'http://other/' }, env)).toEqual({ url: 'http://other', key: 'other-key' })
  const full = { ...env, WHISKER_URL: 'http://env', WHISKER_KEY: 'env-key' }
  expect(await findConnection({}, full)).toEqual({ url: 'http://env', key: 'env-key' })
  expect(await findConnection({ url: 'http://flag', key: 'flag-key' }, full)).toEqual({
    url: 'http://flag',
    key: 'flag-key',
  })
  await expect(findConnection({ url: 'http://unknown' }, env)).rejects.toThrow(
    /no API key for http:\/\/unknown.*whisker login/,
  )
})

test('a key of one service is never sent to another one', async () => {
  const env = home('apart')
  await saveKey(env, 'http://saved', 'saved-key')
  await expect(findConnection({}, { ...env, WHISKER_URL: 'http://elsewhere' })).rejects.toThrow(/no API key/)
})

test('addresses have one spelling; what is none is told', () => {
  expect(normalizeUrl('HTTP://LocalHost:4000//')).toBe('http://localhost:4000')
  expect(normalizeUrl('https://example.org/whisker/')).toBe('https://example.org/whisker')
  for (const wrong of ['localhost:4000', 'ftp://x', '', '/app'])
    expect(() => normalizeUrl(wrong)).toThrow(/not the address/)
  expect(cleanKey(' whk_abc\n')).toBe('whk_abc')
  for (const wrong of ['', 'two words', 'whk_\u200babc']) expect(() => cleanKey(wrong)).toThrow(/no API key/)
})
