import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makePicture, withComment } from './pictures.ts'
import { type Service, startService } from './service.ts'

const cli = fileURLToPath(new URL('../cli/bin/whisker.js', import.meta.url))
let folder: string
let service: Service

const path = (...names: string[]) => join(folder, ...names)
const whisker = (...args: string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const env = { ...process.env, WHISKER_URL: service.url, WHISKER_KEY: service.key }
    execFile(process.execPath, [cli, ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    )
  })
const projects = async () => (await service.client.listProjects()).data.length

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whisker-import-'))
  service = await startService(path('data'))
  await mkdir(path('in', 'images'), { recursive: true })
  const picture = await makePicture(64, 48)
  for (const name of ['é #.jpg', 'blank.jpg', 'turned.jpg'])
    await writeFile(path('in', 'images', name), withComment(picture, name))
  await writeFile(path('secret.jpg'), picture)
  await symlink(path('secret.jpg'), path('in', 'link.jpg'))
}, 120_000)
afterAll(async () => {
  await service?.stop()
  await rm(folder, { recursive: true, force: true })
})

test('a COCO file becomes a project, its boxes known answers; the same file again adds nothing', {
  timeout: 60_000,
}, async () => {
  const size = { width: 64, height: 48 }
  const images = [
    { id: 1, file_name: 'images/é #.jpg', ...size },
    { id: 2, file_name: 'images/blank.jpg', ...size },
    { id: 3, file_name: 'images/turned.jpg', width: 48, height: 64 },
    { id: 4, file_name: '../secret.jpg' },
    { id: 5, file_name: 'link.jpg' },
    { id: 6, file_name: 'images/gone.jpg' },
  ]
  const annotations = [{ id: 1, image_id: 1, category_id: 1, bbox: [1, 2, 30, 40] }]
  await writeFile(
    path('in', 'coco.json'),
    JSON.stringify({ images, annotations, categories: [{ id: 1, name: 'cat' }] }),
  )

  const before = await projects()
  const looked = await whisker('import', path('in', 'coco.json'), '--dry-run')
  expect(looked).toMatchObject({ code: 1, stdout: expect.stringContaining('COCO: 6 rows, 3 can be taken') })
  expect(looked.stdout).toContain('objects: boxes (cat)')
  for (const said of [
    'Row 4 (../secret.jpg): The picture lies outside',
    'Row 5 (link.jpg): The picture lies outside',
    'Row 6',
  ])
    expect(looked.stderr).toContain(said)
  expect(await projects()).toBe(before)

  const sent = await whisker('import', path('in', 'coco.json'), '--as', 'gold')
  const id = Number(/sent to project (\d+)/.exec(sent.stdout)?.[1])
  expect(sent).toMatchObject({ code: 1, stdout: expect.stringContaining('2 sent') })
  expect(sent.stderr).toContain('Row 3 (images/turned.jpg): The file counts in a picture of 48 x 64')
  const { data } = await service.client.listGold({ params: { project_id: id } })
  expect(new Map(data.map(({ name, answer }) => [name, answer]))).toEqual(
    new Map([
      ['images/é #.jpg', [{ objects: [{ label: 'cat', x: 1, y: 2, width: 30, height: 40 }] }]],
      ['images/blank.jpg', [{ objects: [] }]],
    ]),
  )

  const again = await whisker('import', path('in', 'coco.json'), '--as', 'gold', '--project', String(id))
  expect(again.stdout).toContain(`0 sent to project ${id}, 2 there already, 0 known answers`)
  expect((await service.client.listTasks({ query: { project_id: id } })).data).toHaveLength(2)
})

test('labels that fit nowhere in the project send nothing', async () => {
  const project = await service.client.createProject({
    body: { title: 'x', input_spec: [{ name: 'p', type: 'image' }], output_spec: [{ type: 'input', name: 'animal' }] },
  })
  const args = ['--as', 'gold', '--project', String(project.id)]
  expect(await whisker('import', path('in', 'coco.json'), ...args)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('has no field "objects"'),
  })
  expect((await service.client.listTasks({ query: { project_id: project.id } })).data).toEqual([])
})

test('ten gigabytes of nothing, and what is no file of these, are refused in a sentence and make nothing', async () => {
  await writeFile(path('in', 'huge.json'), '')
  await truncate(path('in', 'huge.json'), 10_000_000_000)
  await writeFile(path('in', 'broken.json'), '{"images": [')
  const before = await projects()
  for (const [file, why] of [
    ['huge.json', 'has 10000 MB'],
    ['broken.json', 'is no JSON document'],
    ['images', 'is no file'],
    ['missing.json', 'is gone'],
  ] as const)
    expect(await whisker('import', path('in', file)), file).toMatchObject({
      ...{ code: 2, stdout: '' },
      stderr: expect.stringContaining(why),
    })
  expect(await projects()).toBe(before)
})
