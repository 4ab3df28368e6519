import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Service, startService } from './service.ts'

const cli = fileURLToPath(new URL('../cli/bin/whisker.js', import.meta.url))
let folder: string
let service: Service
let project: string
let taskIds: string[]

const whisker = (...args: string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const env = { ...process.env, WHISKER_URL: service.url, WHISKER_KEY: service.key }
    execFile(process.execPath, [cli, ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    )
  })
/** A task whose answer is known is completed with it. */
const know = (task_id: string, animal: string) =>
  service.client.markGold({ params: { task_id }, body: { answer: [{ animal }] } })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whisker-releases-'))
  service = await startService(join(folder, 'data'))
  const { id } = await service.client.createProject({
    body: {
      title: 'Names',
      input_spec: [{ name: 'sentence', type: 'text' }],
      output_spec: [{ name: 'animal', type: 'input' }],
    } as never,
  })
  project = String(id)
  taskIds = []
  for (const sentence of ['cat', 'dog']) {
    const body = { project_id: id, name: `${sentence}.txt`, task_spec: [{ sentence }] }
    taskIds.push((await service.client.createTask({ body })).id)
    await know(taskIds.at(-1)!, sentence)
  }
}, 120_000)
afterAll(async () => {
  await service?.stop()
  await rm(folder, { recursive: true, force: true })
})

test('single answers by a command', async () => {
  const out = join(folder, 'answers.csv')
  expect(await whisker('results', project, '--answers', '--out', out)).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('The answers are in'),
  })
  const line = 'name,external_id,task_id,item,worker_id,state,version,seconds,submitted_at,gold,animal\r\n'
  expect(await readFile(out, 'utf8')).toBe(line)
  expect(await whisker('results', project, '--answers', '--likely')).toMatchObject({ code: 2 })
  expect(await whisker('results', project, '--answers', '--format', 'json')).toMatchObject({ code: 2 })
})

test('releases by commands: made, listed, compared, taken as files, deleted', { timeout: 60_000 }, async () => {
  expect((await whisker('releases', 'list', project)).stdout).toContain('There are no releases yet')
  const first = await whisker('releases', 'make', project, '--name', 'Spring')
  expect(first).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^ +1 {2}\d{4}-\d\d-\d\d +2 tasks {2}Spring\n$/),
  })
  await know(taskIds[0]!, 'lynx')
  await service.client.deleteTask({ params: { task_id: taskIds[1]! } })
  const second = await whisker('releases', 'make', project, '--name', 'Summer', '--notes', 'Corrected', '--json')
  expect(JSON.parse(second.stdout)).toMatchObject({ number: 2, tasks: 1, notes: 'Corrected' })

  const listed = await whisker('releases', 'list', project)
  expect(listed.stdout.split('\n')).toEqual([
    expect.stringMatching(/^ +2 .* 1 task {3}Summer {2}\(1 changed, 1 gone\)$/),
    expect.stringMatching(/^ +1 .* 2 tasks {2}Spring$/),
    '',
  ])
  const changes = await whisker('releases', 'changes', project, '2')
  expect(changes).toMatchObject({ code: 0, stderr: '0 new, 1 changed, 1 gone.\n' })
  expect(changes.stdout.split('\n').filter(Boolean).sort()).toEqual([
    '- dog.txt: dog',
    expect.stringMatching(/^~ cat.txt: cat -> lynx/),
  ])
  const back = await whisker('releases', 'changes', project, '1', '--since', '2', '--json')
  expect(back.stdout.split('\n').filter(Boolean)).toHaveLength(2)

  const out = join(folder, 'spring.csv')
  expect(await whisker('results', project, '--release', '1', '--out', out)).toMatchObject({ code: 0 })
  expect(await readFile(out, 'utf8')).toMatch(/cat\.txt,cat,[\s\S]*dog\.txt,dog,/)
  expect(await whisker('results', project, '--release', '1', '--follow')).toMatchObject({ code: 2 })
  const refused = await whisker('export', project, '--release', '1', '--format', 'coco', '--out', join(folder, 'x.zip'))
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('Take csv, jsonl or parquet.') })

  expect((await whisker('releases', 'delete', project, '1')).code).toBe(2)
  expect((await whisker('releases', 'delete', project, '1', '--yes')).stdout).toBe('deleted release 1\n')
  expect(await whisker('results', project, '--release', '1')).toMatchObject({ code: 3 })
})
