import { execFileSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { chooseAccount } from './account.ts'
import { prepareFolders } from './folders.ts'
import { prepareCluster } from './initialize.ts'
import { silent } from './log.ts'
import { makePrivateFolder } from './ownership.ts'
import { run } from './run.ts'
import { asRoot, name, nobodyId, scratch } from './scratch.fixture.ts'
import { clusterId } from './site.ts'

const { folder, dataDir, clean } = scratch()
afterAll(clean)

function pretended(file: string, text: string, mode: number): string {
  const program = path.join(folder, file)
  writeFileSync(program, text, { mode })
  return program
}

test.each([
  ['that is missing', () => path.join(folder, 'missing')],
  ['that may not be run', () => pretended('data', 'hardly a program', 0o644)],
])('a program %s', async (_, program) => {
  await expect(run(program(), [], { cwd: folder, account: undefined })).rejects.toMatchObject({
    code: 'programs_unusable',
    message: expect.stringContaining('cannot be run here'),
  })
})

test('what an initdb says that gives up, of which nothing stays behind', async () => {
  const folders = await prepareFolders(dataDir('gives-up'))
  const account = await chooseAccount(folders)
  await makePrivateFolder(folders.home, account)
  const initdb = pretended(
    'initdb',
    '#!/bin/sh\necho "running bootstrap script ..."; echo "FATAL:  no way" >&2; exit 1\n',
    0o755,
  )
  const programs = { initdb, postgres: '', pgCtl: '', major: '18' }
  const site = { folders, account, programs, name, id: clusterId(folders, name), log: silent }
  await expect(prepareCluster(site, { durable: true, settings: [] })).rejects.toMatchObject({
    code: 'initdb_failed',
    message: expect.stringMatching(/could not make a new database in .* It said: FATAL: {2}no way$/),
  })
  expect(readdirSync(folders.home)).toEqual([])
})

test('our environment is not that of the programs', async () => {
  process.env.PGOPTIONS = '-c fsync=off'
  const { output } = await run('/usr/bin/env', [], { cwd: folder, account: undefined })
  delete process.env.PGOPTIONS
  expect(output).toMatch(/^PATH=/m)
  expect(output).not.toContain('PGOPTIONS')
})

if (asRoot)
  test('root: who may not become another user is told so', () => {
    const script = `
      const { run } = await import(${JSON.stringify(pathToFileURL(path.join(import.meta.dirname, 'run.ts')))})
      process.setgroups([]); process.setgid(${nobodyId}); process.setuid(${nobodyId})
      await run('/bin/true', [], { cwd: '/', account: { uid: 1, gid: 1 } }).catch(({ code, message }) => console.log(code, message))`
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
    expect(said).toMatch(/^no_account .*this root is a restricted one/)
  })
