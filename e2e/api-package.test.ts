import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../server/src/testing/server.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..')
const modules = join(root, 'node_modules')

/** A program of somebody else, with the package out of its tarball among its own. */
let folder: string
let installed: string
let server: TestServer
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'api-user-'))
  installed = join(folder, 'node_modules/@whisker/api')
  mkdirSync(installed, { recursive: true })
  const built = join(folder, 'built')
  execFileSync(process.execPath, [join(root, 'build-package.ts'), built], { cwd: join(root, 'api') })
  const npm = { cwd: built, shell: process.platform === 'win32', encoding: 'utf8' } as const
  const tarball = execFileSync('npm', ['pack', '--silent', '--ignore-scripts'], npm).trim()
  execFileSync('tar', ['-xzf', join(built, tarball), '--strip-components=1', '-C', installed])
  for (const name of ['zod', '@types', 'undici-types'])
    symlinkSync(join(modules, name), join(folder, 'node_modules', name))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  server = await startTestServer()
}, 120_000)
afterAll(async () => {
  await server?.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
})

const examples = [...readFileSync(join(root, 'api/README.md'), 'utf8').matchAll(/^```js\n(.*?)^```/gms)].map(
  ([, code]) => code as string,
)

test('out of its tarball it runs the examples of its README against the service', { timeout: 60_000 }, async () => {
  writeFileSync(
    join(folder, 'example.js'),
    `${examples[0]}\n${examples[1]!.replace('project_id: 1 ', 'project_id: project.id ')}`,
  )
  const env = { ...process.env, WHISKER_URL: server.url, WHISKER_KEY: server.key }
  const { stdout } = await run(process.execPath, ['example.js'], { cwd: folder, env, encoding: 'utf8' })
  expect(stdout).toBe('The task is open.\nnot_found 404\n')
})

test('its types fit a program', { timeout: 60_000 }, () => {
  const program = `
    import { createClient } from '@whisker/api'
    import type { Project } from '@whisker/api/project-settings'
    import type { ResultRow } from '@whisker/api/results'
    const whisker = createClient({ url: 'http://127.0.0.1:4000', key: 'whk_x' })
    export async function titles(): Promise<string[]> {
      const { data } = await whisker.listProjects({ query: { limit: 2 } })
      return data.map((project: Project) => project.title)
    }
    export const labels = (row: ResultRow) => row.result?.[0]?.animal?.value
    // @ts-expect-error a project has no such number
    void whisker.readProject({ params: { id: 1 } })
  `
  writeFileSync(join(folder, 'program.ts'), program)
  const options = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2024', '--types', 'node']
  execFileSync(join(modules, '.bin/tsc'), [...options, 'program.ts'], { cwd: folder, stdio: 'inherit' })
})

test('of tests and of the repository nothing is in it, and it asks for zod alone', () => {
  const names = readdirSync(installed, { recursive: true, encoding: 'utf8' })
  expect(
    names.filter(
      (name) => /test|fixture|(^|\/)imports\/|examples|tsconfig|\.ts$/.test(name) && !name.endsWith('.d.ts'),
    ),
  ).toEqual([])
  expect(names).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'client.js', 'client.d.ts']))
  const {
    private: secret,
    scripts,
    dependencies,
    exports,
  } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))
  expect([secret, scripts, Object.keys(dependencies), Object.keys(exports)]).toEqual([
    undefined,
    undefined,
    ['zod'],
    ['.', './*'],
  ])
})
