import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createClient } from '@whisker/api/client.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Service, startService } from './service.ts'

const cli = fileURLToPath(new URL('../cli/bin/whisker.js', import.meta.url))

let folder: string
let service: Service
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whisker-operator-'))
  service = await startService(join(folder, 'data'))
}, 60_000)
afterAll(async () => {
  await service?.stop()
  await rm(folder, { recursive: true, force: true })
})

const whisker = (...args: string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) =>
    execFile(
      process.execPath,
      [cli, ...args],
      { env: { ...process.env, WHISKER_URL: service.url, WHISKER_KEY: service.key } },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    ),
  )
const data = () => ['--data', join(folder, 'data')]

test('F26 a second workspace, beside the running service: its owner comes by the link and sees nothing of the first', {
  timeout: 120_000,
}, async () => {
  await service.client.createProject({
    body: {
      title: 'Of the first',
      input_spec: [{ name: 'text', type: 'text' }],
      output_spec: [{ type: 'input', name: 'x' }],
    },
  })
  const owner = ['--title', 'Museum of Birds', '--owner', 'Grace@example.org']
  const made = await whisker('workspaces', 'create', ...owner, ...data())
  expect(made).toMatchObject({ code: 0, stderr: '' })
  expect(made.stdout).toContain(`${service.url}/app/join#`)
  const token = /#(\S+)/.exec(made.stdout)?.[1] as string
  const account = { name: 'Grace', email: 'grace@example.org', password: 'seven small whiskers' }
  const nobody = createClient({ url: service.url })
  const session = await nobody.acceptInvitation({ body: { token, cookie: false, ...account } })
  expect(session.workspace).toMatchObject({ title: 'Museum of Birds', role: 'owner' })
  const grace = createClient({ url: service.url, key: session.token as string })
  expect((await grace.listProjects()).data).toEqual([])
  const { stdout } = await whisker('workspaces', 'list', ...data())
  expect(stdout).toMatch(/1 {2}My workspace {2}\(no owner yet\)\n +\d+ {2}Museum of Birds\n$/)
})

test.each([
  [['workspaces', 'create', '--title', ' '], '1 to 100 characters'],
  [['workspaces', 'create', '--title', 'x', '--owner', 'grace'], 'not an e-mail address'],
  [['people', 'export', 'nobody@example.org'], 'There is nobody here'],
])('%j is refused in a sentence', { timeout: 60_000 }, async (args, words) => {
  const { code, stderr } = await whisker(...args, ...data())
  expect(code).toBe(3)
  expect(stderr).toContain(words)
  expect(stderr).not.toContain('    at ')
})

test('F26 a person who cannot sign in is given their data and deleted by the operator', {
  timeout: 120_000,
}, async () => {
  const given = await whisker('people', 'export', 'grace@example.org', ...data())
  expect(JSON.parse(given.stdout)).toMatchObject({ person: { name: 'Grace' }, memberships: [{ role: 'owner' }] })
  const alone = await whisker('people', 'delete', 'grace@example.org', '--yes', ...data())
  expect(alone.code).toBe(3)
  expect(alone.stderr).toContain('the only owner of "Museum of Birds"')
  const unasked = await whisker('people', 'delete', 'grace@example.org', ...data())
  expect(unasked.code).toBe(2)
})

test('F26 tasks and projects are deleted from the command line, and only when that is meant', {
  timeout: 120_000,
}, async () => {
  const { data: projects } = await service.client.listProjects()
  const project_id = projects[0]?.id as number
  const task = await service.client.createTask({ body: { project_id, task_spec: [{ text: 'x' }] } })
  const unasked = await whisker('tasks', 'delete', task.id)
  expect(unasked.code).toBe(2)
  expect(unasked.stderr).toContain('--yes')
  expect(await whisker('tasks', 'delete', task.id, '--yes')).toMatchObject({ code: 0, stdout: `deleted ${task.id}\n` })
  expect((await whisker('tasks', 'delete', task.id, '--yes')).code).not.toBe(0)
  expect((await whisker('projects', 'delete', String(project_id))).code).toBe(2)
  expect((await whisker('projects', 'delete', String(project_id), '--yes')).code).toBe(0)
  expect((await service.client.listProjects()).data).toEqual([])
})
