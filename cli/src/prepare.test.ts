import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { ensureInstalled, isInstalled, whyInstallFailed } from '../bin/prepare.js'
import { scratchFolder } from './whisker.fixture.ts'

const scratch = scratchFolder()

async function put(name: string, value: unknown): Promise<void> {
  await mkdir(dirname(scratch.path(name)), { recursive: true })
  await writeFile(scratch.path(name), JSON.stringify(value))
}

const lock = (packages: Record<string, object>) => ({ packages: { '': { name: 'root' }, ...packages } })

test('packages are installed when those in node_modules are the ones that the lock file names', async () => {
  expect(isInstalled(scratch.path('nowhere'))).toBe(false)
  await put(
    'a/package-lock.json',
    lock({ 'node_modules/x': { version: '1.0.0' }, 'node_modules/y': { version: '2.0.0', optional: true } }),
  )
  // npm writes its own list at the very end: an installation that was interrupted has none.
  expect(isInstalled(scratch.path('a'))).toBe(false)
  await put('a/node_modules/.package-lock.json', lock({ 'node_modules/x': { version: '1.0.0' } }))
  expect(isInstalled(scratch.path('a'))).toBe(true)
  await put('a/package-lock.json', lock({ 'node_modules/x': { version: '1.0.1' } }))
  expect(isInstalled(scratch.path('a'))).toBe(false)
  await put(
    'a/package-lock.json',
    lock({ 'node_modules/x': { version: '1.0.0' }, 'node_modules/new': { version: '1.0.0' } }),
  )
  expect(isInstalled(scratch.path('a'))).toBe(false)
})

test('packages for development are asked for by who develops, and by nobody else', async () => {
  const wanted = {
    'node_modules/x': { version: '1.0.0' },
    'node_modules/builder': { version: '1.0.0', dev: true },
    'node_modules/types': { version: '1.0.0', devOptional: true },
    'node_modules/builder-elsewhere': { version: '1.0.0', dev: true, optional: true, os: ['aix'] },
  }
  await put('dev/package-lock.json', lock(wanted))
  const installed = async (packages: Record<string, object>) => {
    await put('dev/node_modules/.package-lock.json', lock(packages))
    return [isInstalled(scratch.path('dev')), isInstalled(scratch.path('dev'), { forDevelopment: true })]
  }
  const { 'node_modules/builder-elsewhere': _, ...here } = wanted
  expect(await installed(here)).toEqual([true, true])
  expect(await installed({ ...here, 'node_modules/builder': { version: '0.9.0', dev: true } })).toEqual([true, false])
  const { 'node_modules/types': __, ...withoutTypes } = here
  expect(await installed(withoutTypes)).toEqual([true, false])
  expect(await installed({ 'node_modules/x': { version: '1.0.0' } })).toEqual([true, false])
  expect(await installed({ 'node_modules/builder': { version: '1.0.0' } })).toEqual([false, false])
})

test.each([
  ['npm error code ENOSPC', 'The disk is full'],
  ['npm error code ENOTFOUND', 'registry cannot be reached'],
  ['npm error code EACCES', 'may not write'],
  ['npm error code EUSAGE', 'npm says why above'],
])('why an installation failed, and what to do: %s', (output, sentence) => {
  expect(whyInstallFailed(output)).toContain(sentence)
})

test('what tests need is installed beside what a running service uses, which keeps its files', async () => {
  const clone = scratch.path('clone')
  const packed = async (name: string) => {
    await put(`${name}/package.json`, { name, version: '1.0.0' })
    await npm(scratch.path(name), 'pack', '--pack-destination', clone)
    return `file:${name}-1.0.0.tgz`
  }
  await mkdir(clone)
  const dependencies = { runs: await packed('runs') }
  const devDependencies = { tests: await packed('tests') }
  await put('clone/package.json', { name: 'clone', version: '1.0.0', dependencies, devDependencies })
  await npm(clone, 'install', '--package-lock-only')
  const locked = await readFile(join(clone, 'package-lock.json'), 'utf8')
  await ensureInstalled(clone)
  expect(await readdir(join(clone, 'node_modules'))).not.toContain('tests')
  const used = await stat(join(clone, 'node_modules/runs/package.json'))
  await ensureInstalled(clone, { forDevelopment: true })
  expect(isInstalled(clone, { forDevelopment: true })).toBe(true)
  expect((await stat(join(clone, 'node_modules/runs/package.json'))).ino).toBe(used.ino)
  expect(await readFile(join(clone, 'package-lock.json'), 'utf8')).toBe(locked)
})

function npm(folder: string, ...args: string[]) {
  return promisify(execFile)('npm', [...args, '--offline', '--silent'], {
    cwd: folder,
    shell: process.platform === 'win32',
  })
}
