import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { findPackage } from './find-package.ts'
import { silent } from './log.ts'
import { preparePrograms } from './programs.ts'
import { asRoot, nobodyId, scratch } from './scratch.fixture.ts'

vi.setConfig({ testTimeout: 20_000 })

const { folder, clean } = scratch()
const found = await findPackage()
const nobody = { uid: nobodyId, gid: nobodyId }

afterAll(clean)

/** The real package as npm unpacks it, without its library links. */
function unpacked(name: string) {
  const copy = path.join(folder, name)
  mkdirSync(copy)
  // As hard links where that is allowed: only names and folders are changed.
  for (const how of ['-al', '-a'])
    if (spawnSync('cp', [how, path.join(found.folder, 'native'), copy]).status === 0) break
  const links = execFileSync('find', [copy, '-type', 'l'], { encoding: 'utf8' }).split('\n').filter(Boolean)
  for (const link of links) rmSync(link)
  return { ...found, folder: copy }
}

/** A package of the same form that holds next to nothing: copying 45 MB again and again would prove nothing more. */
function pretended(name: string) {
  const native = path.join(folder, name, 'native')
  for (const part of ['bin', 'lib', 'share']) mkdirSync(path.join(native, part), { recursive: true })
  for (const program of ['initdb', 'postgres', 'pg_ctl'])
    writeFileSync(path.join(native, 'bin', program), '#!/bin/sh\ncat "$(dirname "$0")/../lib/libpq.so.5"\n', {
      mode: 0o755,
    })
  writeFileSync(path.join(native, 'lib', 'libpq.so.5.18'), '(PostgreSQL) 18.4')
  writeFileSync(
    path.join(native, 'pg-symlinks.json'),
    JSON.stringify([{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]),
  )
  return { ...found, folder: path.join(folder, name) }
}

const versionSaidBy = (program: string, account: { uid: number; gid: number } | object = {}) =>
  spawnSync(program, ['-V'], { encoding: 'utf8', cwd: '/', ...account }).stdout

test('the library links are made where the package is, by two at once, and a second time', async () => {
  const pack = pretended('complete')
  const home = path.join(folder, 'home')
  mkdirSync(home)
  const both = await Promise.all([
    preparePrograms(pack, undefined, home, silent, []),
    preparePrograms(pack, undefined, home, silent, []),
  ])
  const again = await preparePrograms(pack, undefined, home, silent, [])
  expect(both).toEqual([again, again])
  expect(again.postgres.startsWith(pack.folder)).toBe(true)
  expect(versionSaidBy(again.postgres)).toMatch(/PostgreSQL\) 18\./)
  expect(readdirSync(home)).toEqual([])
})

test('a package that cannot be completed, or not be run by the account, is copied once', async () => {
  const pack = unpacked('shut')
  const home = path.join(folder, 'data')
  mkdirSync(home)
  // As root nothing is read-only, but the account cannot get in; as a normal user it is the other way round.
  if (asRoot) chmodSync(pack.folder, 0o700)
  else chmodSync(path.join(pack.folder, 'native', 'lib'), 0o555)
  const account = asRoot ? nobody : undefined
  const programs = await preparePrograms(pack, account, home, silent, [])
  expect(programs.postgres.startsWith(home)).toBe(true)
  expect(versionSaidBy(programs.postgres, account)).toMatch(/PostgreSQL\) 18\./)
  chmodSync(path.join(pack.folder, 'native', 'lib'), 0o755)
  rmSync(path.join(pack.folder, 'native'), { recursive: true })
  mkdirSync(path.join(pack.folder, 'native'))
  expect(await preparePrograms(pack, account, home, silent, [])).toEqual(programs)
})

if (asRoot) {
  test('root: when the data directory is private too, the copy goes to a cache of root, and into no folder that others may write to', async () => {
    const shut = path.join(folder, 'root-only')
    mkdirSync(shut, { mode: 0o700 })
    const pack = pretended('root-only/package')
    const shared = path.join(folder, 'anybodys')
    mkdirSync(shared)
    chmodSync(shared, 0o777)
    await expect(preparePrograms(pack, nobody, shut, silent, [shared])).rejects.toMatchObject({
      code: 'programs_unusable',
    })

    const cache = path.join(folder, 'cache')
    const umask = process.umask(0o077)
    const programs = await preparePrograms(pack, nobody, shut, silent, [shared, cache]).finally(() =>
      process.umask(umask),
    )
    expect(programs.initdb.startsWith(cache)).toBe(true)
    expect(versionSaidBy(programs.initdb, nobody)).toMatch(/PostgreSQL\) 18\./)
    expect(readdirSync(shared)).toEqual([])
  })
}

test('two may copy at once; what a killed copy left is swept when it is old, and left to its process when it is new', async () => {
  const pack = pretended('shut-again')
  chmodSync(path.join(pack.folder, 'native', 'bin', 'postgres'), 0o600)
  const home = path.join(folder, 'swept')
  mkdirSync(home)
  const name = `postgresql-${pack.version}-${pack.name}`
  for (const age of ['old', 'new']) writeFileSync(path.join(home, `${name}.new-${age}`), '')
  execFileSync('touch', ['-d', '2020-01-01', path.join(home, `${name}.new-old`)])
  const account = asRoot ? nobody : undefined
  const both = await Promise.all([
    preparePrograms(pack, account, home, silent, []),
    preparePrograms(pack, account, home, silent, []),
  ])
  expect(both[0]).toEqual(both[1])
  expect(existsSync(both[0].postgres)).toBe(true)
  expect(readdirSync(home).sort()).toEqual([name, `${name}.new-new`])
})
