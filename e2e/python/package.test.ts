import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createClient } from '@whisker/api/client.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Service, startService } from '../service.ts'
import { pythonOfTests, runProgram } from './environment.ts'
import { shapeClasses } from './pydantic.ts'
import { pythonFiles } from './shapes.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

let folder: string
let service: Service
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'whisker-python-'))
  service = await startService(join(folder, 'data'))
}, 180_000)
afterAll(async () => {
  await service.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** A project, and a key that works on it: only members make keys. */
async function workingKey() {
  const token = new URL(service.setupUrl as string).hash.slice(1)
  const account = { name: 'Ada', email: 'ada@example.org', password: 'seven small whiskers' }
  const session = await createClient({ url: service.address }).completeSetup({
    body: { token, ...account, cookie: false },
  })
  const owner = createClient({ url: service.address, key: session.token as string })
  const { id } = await owner.createProject({
    body: {
      title: 'For a key that works',
      input_spec: [{ name: 'picture', type: 'image' }],
      output_spec: [{ name: 'animal', type: 'input' }],
      language: 'de',
      require_language: true,
    },
  })
  const { key } = await owner.createApiKey({ body: { name: 'model', scopes: ['read', 'work'], project_ids: [id] } })
  return { WHISKER_WORKING_KEY: key as string, WHISKER_WORKING_PROJECT: String(id) }
}

test('what is made of the API in the Python package is of today (npm run python-shapes)', () => {
  for (const [path, text] of Object.entries(pythonFiles())) expect(readFileSync(join(root, path), 'utf8')).toBe(text)
})

test('a choice is not called like a schema of its own', () => {
  const choice = { type: 'object', properties: { type: { const: 'input' } } }
  const schemas = { Field: { anyOf: [choice, { type: 'null' }] }, FieldInput: { type: 'object', properties: {} } }
  expect(shapeClasses(schemas)).toContain('Field = Union[FieldAsInput, None]')
  expect(() => shapeClasses({ ...schemas, FieldAsInput: choice })).toThrow('the same name: FieldAsInput')
})

test('a program that takes too long is ended with what it has started', async () => {
  const ran = await runProgram('sh', ['-c', 'sleep 300 & sleep 300'], { cwd: folder, seconds: 1 })
  expect(ran).toEqual({ ok: false, output: '\nIt did not end within 1 seconds.' })
})

test('the Python package, installed from its wheel, works with the real service', async (context) => {
  const python = await pythonOfTests()
  if ('missing' in python) {
    process.stderr.write(`\nNOT TESTED: the Python package. ${python.missing}\n`)
    return context.skip(python.missing)
  }
  const run = (args: string[], env = {}) => runProgram(python.path, args, { cwd: folder, env, seconds: 150 })
  // Copies: what building leaves is not left in the tree, and what is tested is what was installed.
  cpSync(join(root, 'python'), join(folder, 'python'), { recursive: true })
  const build = ['-m', 'pip', 'wheel', '-q', '--no-deps', '--no-build-isolation', '-w', 'wheels', './python']
  expect(await run(build)).toMatchObject({ ok: true })
  const install = ['--no-deps', '--no-index', '--find-links', 'wheels', '--target', 'installed', 'whisker']
  expect(await run(['-m', 'pip', 'install', '-q', ...install])).toMatchObject({ ok: true })
  const env = {
    ...{ PYTHONPATH: join(folder, 'installed'), WHISKER_URL: service.address, WHISKER_KEY: service.key },
    ...(await workingKey()),
  }
  const ran = await run(['-m', 'pytest', '-q', 'python/tests'], env)
  expect(ran.ok, ran.output).toBe(true)
}, 600_000)
