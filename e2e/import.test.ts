import { execFile, execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { xlsxWriter, zstd } from '../api/src/imports/tables.fixture.ts'
import { zipOf } from '../api/src/imports/zip.fixture.ts'
import { unzip } from '../server/src/exports/unzip.fixture.ts'
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
  expect(looked.stdout).toContain('objects: boxes (cat 1)')
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

  const made = await projects()
  for (const more of [['--project', String(id)], []]) {
    const again = await whisker('import', path('in', 'coco.json'), '--as', 'gold', ...more)
    expect(again.stdout).toContain(`0 sent to project ${id}, 2 there already, 0 known answers`)
  }
  expect((await service.client.listTasks({ query: { project_id: id } })).data).toHaveLength(2)
  expect(await projects()).toBe(made)
  const other = await whisker('import', path('in', 'coco.json'), '--title', 'Another title')
  expect(other.stdout).toContain('3 sent to project')
  expect(await projects()).toBe(made + 1)
})

test('texts of doccano become a project with their labels, and a project of another name takes them', {
  timeout: 60_000,
}, async () => {
  const lines = [
    { id: 1, text: 'É 🙂 "fine"', label: ['pos'] },
    { id: 2, text: 'bad', label: ['neg'] },
    { id: 3, text: 'bad', label: [] },
  ]
  await writeFile(path('in', 'all.jsonl'), lines.map((line) => JSON.stringify(line)).join('\n'))
  const looked = await whisker('import', path('in', 'all.jsonl'), '--dry-run')
  expect(looked).toMatchObject({ code: 0, stderr: '' })
  expect(looked.stdout).toContain('doccano: 3 rows, 3 can be taken, 2 with an earlier label, which is left out (--as).')
  expect(looked.stdout).toContain('text: text, sent\n  label: radio (pos 1, neg 1)')
  const sent = await whisker('import', path('in', 'all.jsonl'), '--as', 'gold')
  expect(sent.stdout).toContain('2 known answers')
  const id = Number(/to project (\d+)/.exec(sent.stdout)?.[1])
  const { data } = await service.client.listGold({ params: { project_id: id } })
  expect(data.map(({ answer }) => answer[0]?.label).sort()).toEqual(['neg', 'pos'])
  const again = await whisker('import', path('in', 'all.jsonl'), '--as', 'gold')
  expect(again.stdout).toContain(`0 sent to project ${id}, 3 there already, 0 known answers`)

  const project = await service.client.createProject({
    body: {
      title: 'x',
      input_spec: [{ name: 'body', type: 'text' }],
      output_spec: [{ type: 'input', name: 'animal' }],
    },
  })
  const there = await whisker('import', path('in', 'all.jsonl'), '--project', String(project.id))
  expect(there.stdout).toContain(`2 sent to project ${project.id}`)
  const { data: tasks } = await service.client.listTasks({ query: { project_id: project.id } })
  expect(tasks.map(({ task_spec }) => task_spec[0]?.body).sort()).toEqual(['bad', 'É 🙂 "fine"'])
})

test('earlier labels become answers of their source, or what a reviewer checks', { timeout: 60_000 }, async () => {
  const lines = ['good', 'bad', 'unsure'].map((text, n) => ({ id: n, text, label: n < 2 ? [['pos', 'neg'][n]] : [] }))
  await writeFile(path('in', 'earlier.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  const run = (...more: string[]) => whisker('import', path('in', 'earlier.jsonl'), ...more)
  const looked = await run('--as', 'review', '--source', 'Tool of 2024', '--dry-run')
  expect(looked.stdout).toContain(
    '2 with an earlier label, which becomes an answer of "Tool of 2024" that a reviewer checks.',
  )
  const sent = await run('--as', 'review', '--source', 'Tool of 2024')
  expect(sent.stdout, sent.stderr).toContain('2 answers of "Tool of 2024", 0 not taken')
  const id = Number(/to project (\d+)/.exec(sent.stdout)?.[1])
  const tasks = async (project_id: number) =>
    (await service.client.listTasks({ query: { project_id } })).data.map(({ task_spec, status, answers }) => [
      ...[task_spec[0]?.text, status, answers],
    ])
  const waiting = [
    ['bad', 'needs_review', 1],
    ['good', 'needs_review', 1],
    ['unsure', 'open', 0],
  ]
  expect((await tasks(id)).sort()).toEqual(waiting)
  const again = await run('--as', 'review', '--source', 'Tool of 2024')
  expect(again.stdout).toContain(`0 sent to project ${id}, 3 there already, 0 answers of "Tool of 2024"`)
  expect((await tasks(id)).sort()).toEqual(waiting)

  const counted = await run('--as', 'answers', '--title', 'Answers')
  expect(counted.stdout, counted.stderr).toContain('2 answers of "doccano"')
  const other = Number(/to project (\d+)/.exec(counted.stdout)?.[1])
  expect((await tasks(other)).map(([text, status]) => `${text} ${status}`).sort()).toEqual([
    ...['bad completed', 'good completed', 'unsure open'],
  ])
  const { id: asked } = await service.client.createProject({
    body: {
      ...{ title: 'Two people', min_answers: 2, input_spec: [{ name: 'text', type: 'text' }] },
      output_spec: [{ type: 'radio', name: 'label', options: [{ value: 'pos' }, { value: 'neg' }] }],
    },
  })
  const refused = await run('--as', 'review', '--project', String(asked))
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('wants 2 answers for each task') })
  expect(await tasks(asked)).toEqual([])
})

test('what is exported as YOLO or Pascal VOC comes in again as it was; a turned picture keeps its objects in place', {
  timeout: 120_000,
}, async () => {
  const { default: sharp } = await import('sharp')
  const plain = await sharp({ create: { width: 60, height: 40, channels: 3, background: 'red' } })
    .jpeg()
    .toBuffer()
  await mkdir(path('set', 'images'), { recursive: true })
  await mkdir(path('set', 'labels'))
  await writeFile(path('set', 'data.yaml'), 'names: [cat, dog]\n')
  for (const [n, text] of ['0 0.5 0.5 0.5 0.5\n', '1 0.25 0.5 0.5 0.1\n', ''].entries()) {
    const turned = n === 1 ? await sharp(plain).withMetadata({ orientation: 6 }).jpeg().toBuffer() : plain
    await writeFile(path('set', 'images', `${n} é.jpg`), withComment(turned, `${n}`))
    await writeFile(path('set', 'labels', `${n} é.txt`), text)
  }
  await symlink(path('secret.jpg'), path('set', 'images', 'link.jpg'))
  const elsewhere = await whisker('import', path('set'), '--pictures', path('in'))
  expect(elsewhere).toMatchObject({ code: 2, stderr: expect.stringContaining('--pictures goes with a file') })

  let from = path('set')
  for (const format of ['yolo', 'voc', 'yolo'] as const) {
    const sent = await whisker('import', from, '--as', 'gold')
    expect(sent.stdout, sent.stderr).toContain('3 sent to project')
    expect(sent.stdout).toContain('3 known answers, 0 not taken')
    const again = await whisker('import', from, '--as', 'gold')
    expect(again.stdout).toContain('3 there already, 0 known answers')
    const id = Number(/to project (\d+)/.exec(sent.stdout)?.[1])
    const { data } = await service.client.listGold({ params: { project_id: id } })
    const boxes = data.map(({ answer }) => answer[0]?.objects)
    expect(boxes).toEqual(
      expect.arrayContaining([
        [{ label: 'cat', x: 15, y: 10, width: 30, height: 20 }],
        [{ label: 'dog', x: 0, y: 27, width: 20, height: 6 }],
        [],
      ]),
    )
    const headers = { authorization: service.key }
    const response = await fetch(`${service.url}/projects/${id}/export?format=${format}`, { headers })
    from = path(`out-${id}`)
    const archive = Buffer.from(await response.arrayBuffer())
    await writeFile(`${from}.zip`, archive)
    const zipped = await whisker('import', `${from}.zip`, '--dry-run', '--as', 'gold')
    expect(zipped, zipped.stderr).toMatchObject({ code: 0, stdout: expect.stringContaining('3 rows, 3 can be taken') })
    for (const [name, bytes] of unzip(archive)) {
      await mkdir(dirname(join(from, name)), { recursive: true })
      await writeFile(join(from, name), bytes)
    }
  }
})

test('a zip is read in place: the COCO file that we export comes in again, pictures and all; what leads out is told', {
  timeout: 60_000,
}, async () => {
  const boxes = async (id: number) => {
    const { data } = await service.client.listGold({ params: { project_id: id } })
    return data.map(({ name, answer }) => [name, answer[0]?.objects]).sort()
  }
  const first = await whisker('import', path('in', 'coco.json'), '--as', 'gold')
  const id = Number(/to project (\d+)/.exec(first.stdout)?.[1])
  const response = await fetch(`${service.url}/projects/${id}/export?format=coco`, {
    headers: { authorization: service.key },
  })
  const files = [...unzip(Buffer.from(await response.arrayBuffer()))].map(([name, bytes]) => [`set/${name}`, bytes])
  await writeFile(path('coco.zip'), zipOf({ ...Object.fromEntries(files), '../../etc/cron.d/x': 'x' }))
  const sent = await whisker('import', path('coco.zip'), '--as', 'gold')
  expect(sent.stdout, sent.stderr).toContain('2 sent to project')
  expect(sent.stderr).toContain('Files whose names lead out of their folder are not taken: 1.')
  const other = Number(/to project (\d+)/.exec(sent.stdout)?.[1])
  expect((await boxes(other)).map(([, objects]) => objects)).toEqual((await boxes(id)).map(([, objects]) => objects))
  expect((await whisker('import', path('coco.zip'), '--as', 'gold')).stdout).toContain('0 sent to project')
  await writeFile(path('half.zip'), (await readFile(path('coco.zip'))).subarray(0, 300))
  expect(await whisker('import', path('half.zip'))).toMatchObject({
    ...{ code: 2, stdout: '', stderr: expect.stringContaining('may have been cut off') },
  })
})

test('pictures of a bucket are found where they were downloaded to, and never outside', {
  timeout: 60_000,
}, async () => {
  await mkdir(path('bucket', 'day 1'), { recursive: true })
  await mkdir(path('bucket', 'day 2'))
  const picture = await makePicture(64, 48)
  for (const day of [1, 2]) await writeFile(path('bucket', `day ${day}`, 'a.jpg'), withComment(picture, `${day}`))
  const keys = ['day 1/a.jpg', 'day 2/a.jpg', 'day 3/a.jpg', '../../secret.jpg']
  const lines = keys.map((key, n) => ({
    'source-ref': `s3://bucket/jobs/in/${key}`,
    animal: n,
    'animal-metadata': { 'class-name': `class ${n}`, type: 'groundtruth/image-classification' },
  }))
  await writeFile(path('in', 'output.manifest'), lines.map((line) => JSON.stringify(line)).join('\n'))
  const sent = await whisker('import', path('in', 'output.manifest'), '--pictures', path('bucket'), '--as', 'gold')
  expect(sent.stdout).toMatch(/^2 sent to project \d+, 0 there already, 2 known answers, 2 not taken/)
  expect(sent.stderr).toContain('Row 3 (s3://bucket/jobs/in/day 3/a.jpg): The picture is an address')
  expect(sent.stderr).toContain('Row 4 (s3://bucket/jobs/in/../../secret.jpg): The picture is an address')
  const { data } = await service.client.listGold({
    params: { project_id: Number(/to project (\d+)/.exec(sent.stdout)?.[1]) },
  })
  expect(data.map(({ name, answer }) => [name, answer]).sort()).toEqual([
    ['s3://bucket/jobs/in/day 1/a.jpg', [{ animal: 'class 0' }]],
    ['s3://bucket/jobs/in/day 2/a.jpg', [{ animal: 'class 1' }]],
  ])
})

test('a zip of nothing but labels, as doccano writes it, finds its pictures beside it or in a folder that is named', {
  timeout: 60_000,
}, async () => {
  await mkdir(path('doccano', 'elsewhere'), { recursive: true })
  const picture = await makePicture(64, 48)
  for (const name of ['a é.jpg', 'elsewhere/b.jpg'])
    await writeFile(path('doccano', name), withComment(picture, `doccano ${name}`))
  const line = (id: number, filename: string) =>
    JSON.stringify({
      id,
      filename,
      camera: 'north',
      bbox: [{ uuid: 'x', x: 1, y: 2, width: 30, height: 40, label: 'cat' }],
      Comments: [],
    })
  await writeFile(
    path('doccano', 'export.zip'),
    zipOf({ 'admin.jsonl': [line(1, 'a é.jpg'), line(2, 'b.jpg')].join('\n') }),
  )
  const args = ['import', path('doccano', 'export.zip'), '--as', 'gold']
  const beside = await whisker(...args)
  expect(beside.stdout, beside.stderr).toContain('1 known answers, 1 not taken')
  const named = await whisker(...args, '--pictures', path('doccano', 'elsewhere'))
  expect(named.stdout, named.stderr).toContain('1 known answers, 1 not taken')
  const id = Number(/to project (\d+)/.exec(named.stdout)?.[1])
  const { data } = await service.client.listTasks({ query: { project_id: id } })
  expect(data.map(({ name, metadata }) => [name, metadata]).sort()).toEqual([
    ['a é.jpg', { doccano_id: 1, camera: 'north' }],
    ['b.jpg', { doccano_id: 2, camera: 'north' }],
  ])
})

test('parts of texts of doccano become known answers', { timeout: 60_000 }, async () => {
  const lines = [
    {
      id: 1,
      text: '🙂 Anna in Rom',
      label: [
        [3, 7, 'PER'],
        [11, 14, 'LOC'],
      ],
    },
    { id: 2, text: 'Rom', label: [[2, 2, 'LOC']] },
  ]
  await writeFile(path('in', 'spans.jsonl'), lines.map((line) => JSON.stringify(line)).join('\n'))
  const sent = await whisker('import', path('in', 'spans.jsonl'), '--as', 'gold')
  expect(sent.stdout).toContain('1 known answers, 1 labels refused')
  expect(sent.stderr).toContain('Row 2: It was sent, and its label is none of this form: /answer/0/label/0')
  const { data } = await service.client.listGold({
    params: { project_id: Number(/to project (\d+)/.exec(sent.stdout)?.[1]) },
  })
  expect(data.map(({ answer }) => answer[0]?.label)).toEqual([
    [
      { label: 'PER', start: 2, end: 6, text: 'Anna' },
      { label: 'LOC', start: 10, end: 13, text: 'Rom' },
    ],
  ])
})

test('parts of texts of Label Studio become known answers; what somebody left out may be left out', {
  timeout: 60_000,
}, async () => {
  const part = (start: number, end: number, label: string) => ({
    ...{ from_name: 'ner', to_name: 'text', type: 'labels', value: { start, end, labels: [label] } },
  })
  const sure = { from_name: 'sure', to_name: 'text', type: 'choices', value: { choices: ['yes'] } }
  const list = [
    { id: 1, data: { text: 'Anna in Rom' }, annotations: [{ result: [part(0, 4, 'PER'), part(8, 11, 'LOC'), sure] }] },
    { id: 2, data: { text: 'nobody' }, annotations: [{ result: [] }] },
  ]
  await writeFile(path('in', 'studio.json'), JSON.stringify(list))
  const sent = await whisker('import', path('in', 'studio.json'), '--as', 'gold')
  expect(sent.stdout, sent.stderr).toContain('2 known answers, 0 not taken')
  const { data } = await service.client.listGold({
    params: { project_id: Number(/to project (\d+)/.exec(sent.stdout)?.[1]) },
  })
  expect(data.map(({ answer }) => answer[0])).toEqual(
    expect.arrayContaining([
      {
        ner: [
          { label: 'PER', start: 0, end: 4, text: 'Anna' },
          { label: 'LOC', start: 8, end: 11, text: 'Rom' },
        ],
        sure: 'yes',
      },
      { ner: [] },
    ]),
  )
})

test('out of Label Studio, in here, out as COCO, in again: equal, a photo that lies on its side too', {
  timeout: 60_000,
}, async () => {
  const { default: sharp } = await import('sharp')
  await mkdir(path('studio'))
  // Shaped as the exports of 1.23.2 that were seen: its own names of uploads, what it says of a region, places in percents.
  const pictures = [
    { name: '264bada2-plain.jpg', turned: 1, width: 160, height: 100 },
    { name: '1a4907e3-turned_é_1.jpg', turned: 6, width: 100, height: 160 },
    { name: '26289ced-blank.jpg', turned: 1, width: 160, height: 100 },
  ]
  for (const [n, { name, turned }] of pictures.entries()) {
    const create = { width: 160, height: 100, channels: 3, background: { r: 20 * n, g: 90, b: 9 } } as const
    await writeFile(
      path('studio', name),
      await sharp({ create }).withMetadata({ orientation: turned }).jpeg().toBuffer(),
    )
  }
  const box = (n: number, label: string, x: number, y: number, width: number, height: number) => ({
    ...{
      id: `b${x}`,
      from_name: 'animal',
      to_name: 'image',
      type: 'rectanglelabels',
      origin: 'manual',
      image_rotation: 0,
    },
    ...{ original_width: pictures[n]!.width, original_height: pictures[n]!.height },
    value: { x, y, width, height, rotation: 0, rectanglelabels: [label] },
  })
  const results = [[box(0, 'cat', 10, 20, 50, 40), box(0, 'dog', 0, 0, 12.5, 10)], [box(1, 'dog', 20, 10, 50, 25)], []]
  const tasks = pictures.map(({ name }, n) => ({
    ...{ id: n + 1, file_upload: name, drafts: [], predictions: [], meta: {}, project: 1 },
    data: { image: `/data/upload/1/${encodeURIComponent(name)}` },
    annotations: [{ id: n + 5, completed_by: 1, was_cancelled: false, ground_truth: false, result: results[n] }],
  }))
  await writeFile(path('studio', 'export.json'), JSON.stringify(tasks))

  const import_ = async (file: string) => {
    const sent = await whisker('import', file, '--as', 'gold')
    expect(sent.stdout, sent.stderr).toContain('3 known answers, 0 not taken')
    return Number(/to project (\d+)/.exec(sent.stdout)?.[1])
  }
  const boxesOf = async (id: number, field: string) => {
    const { data } = await service.client.listGold({ params: { project_id: id } })
    return data
      .map(({ answer }) => answer[0]?.[field])
      .map((objects) => JSON.stringify(objects))
      .sort()
  }
  const first = await import_(path('studio', 'export.json'))
  const headers = { authorization: service.key }
  const response = await fetch(`${service.url}/projects/${first}/export?format=coco`, { headers })
  await writeFile(path('studio', 'coco.zip'), Buffer.from(await response.arrayBuffer()))
  // Its own COCO: names of its machine, sizes of pictures as they are stored, boxes of them upright.
  const coco = {
    info: { year: 2026, version: '1.0', contributor: 'Label Studio' },
    images: pictures.map(({ name }, id) => ({
      id,
      file_name: `../data/media/upload/1/${name}`,
      width: 160,
      height: 100,
    })),
    categories: [
      { id: 0, name: 'cat' },
      { id: 1, name: 'dog' },
    ],
    annotations: [
      { id: 0, image_id: 0, category_id: 0, segmentation: [], bbox: [16, 20, 80, 40], ignore: 0, iscrowd: 0 },
      { id: 1, image_id: 0, category_id: 1, segmentation: [], bbox: [0, 0, 20, 10], ignore: 0, iscrowd: 0 },
      { id: 2, image_id: 1, category_id: 1, segmentation: [], bbox: [20, 16, 50, 40], ignore: 0, iscrowd: 0 },
    ],
  }
  await writeFile(path('studio', 'result.json'), JSON.stringify(coco))
  const own = await boxesOf(await import_(path('studio', 'result.json')), 'objects')
  const again = await boxesOf(await import_(path('studio', 'coco.zip')), 'objects')
  expect(own).toEqual(again)
  expect(again).toEqual(await boxesOf(first, 'animal'))
  expect(again).toEqual(
    [
      [],
      [
        { x: 16, y: 20, label: 'cat', width: 80, height: 40 },
        { x: 0, y: 0, label: 'dog', width: 20, height: 10 },
      ],
      [{ x: 20, y: 16, label: 'dog', width: 50, height: 40 }],
    ]
      .map((objects) => JSON.stringify(objects))
      .sort(),
  )
})

test('a batch of Mechanical Turk becomes tasks, and known answers where people agree', {
  timeout: 60_000,
}, async () => {
  await mkdir(path('turk'))
  const picture = await makePicture(64, 48)
  for (const name of ['a', 'b']) await writeFile(path('turk', `${name}.jpg`), withComment(picture, `turk ${name}`))
  const rows = [
    'HITId,AssignmentId,AssignmentStatus,Input.image_url,Input.note,Answer.category.label',
    'H1,A1,Approved,https://example.org/in/a.jpg,"x, y",cat',
    'H1,A2,Submitted,https://example.org/in/a.jpg,"x, y",cat',
    'H2,A3,Submitted,https://example.org/in/b.jpg,z,cat',
    'H2,A4,Submitted,https://example.org/in/b.jpg,z,dog',
  ]
  await writeFile(path('turk', 'batch.csv'), rows.join('\n'))
  const args = ['import', path('turk', 'batch.csv'), '--pictures', path('turk'), '--as', 'gold']
  const looked = await whisker(...args, '--dry-run')
  expect(looked.stdout).toContain(
    'Mechanical Turk: 2 rows, 2 can be taken, 1 with an earlier label, which becomes a known answer.',
  )
  expect(looked.stdout).toContain('image_url: image, sent\n  note: text, sent\n  category: radio (cat 1, dog 0)')
  const sent = await whisker(...args)
  expect(sent.stdout, sent.stderr).toMatch(/^2 sent to project \d+, 0 there already, 1 known answers, 0 not taken/)
  expect((await whisker(...args)).stdout).toContain('0 sent')
  const id = Number(/to project (\d+)/.exec(sent.stdout)?.[1])
  const { data } = await service.client.listGold({ params: { project_id: id } })
  expect(data).toMatchObject([{ external_id: 'H1', answer: [{ category: 'cat' }] }])
})

test('a table of tasks goes to a project, a column a field; without one nothing is made', {
  timeout: 60_000,
}, async () => {
  const project = await service.client.createProject({
    body: {
      title: 'x',
      input_spec: [
        { name: 'text', type: 'text' },
        { name: 'photo', type: 'image', required: false },
      ],
      output_spec: [{ type: 'radio', name: 'animal', options: [{ value: 'cat' }, { value: 'dog' }] }],
    },
  })
  await writeFile(path('in', 'tasks.tsv'), 'Body\tphoto\tanimal\n=1+1\timages/blank.jpg\tcat\nb\t\tcow\nc\t\t\n')
  const before = await projects()
  expect(await whisker('import', path('in', 'tasks.tsv'))).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Its columns are: Body, photo, animal.'),
  })
  const into = ['import', path('in', 'tasks.tsv'), '--project', String(project.id), '--as', 'gold']
  expect((await whisker(...into)).stderr).toContain('no column "text"')
  const looked = await whisker(...into, '--column', 'text=Body', '--dry-run')
  expect(looked.stdout).toContain(
    'Table of tasks: 3 rows, 3 can be taken, 2 with an earlier label, which becomes a known answer.',
  )
  expect(looked.stdout).toContain('=1+1 | images/blank.jpg {"animal":"cat"}')
  const sent = await whisker(...into, '--column', 'text=Body')
  expect(sent).toMatchObject({ code: 1, stdout: expect.stringContaining('3 sent to project') })
  expect(sent.stderr).toContain('Row 3: It was sent, and its label is none of this form: /answer/0/animal')
  expect(sent.stdout).toContain('1 known answers, 1 labels refused, 0 not taken')
  const again = await whisker(...into, '--column', 'text=Body')
  expect(again.stdout).toContain(`0 sent to project ${project.id}, 3 there already`)
  const { data } = await service.client.listTasks({ query: { project_id: project.id } })
  expect(data.map(({ task_spec }) => task_spec[0]?.text).sort()).toEqual(['=1+1', 'b', 'c'])
  expect(await projects()).toBe(before)
})

test('a workbook and a Parquet file are tables, too', { timeout: 60_000 }, async () => {
  const { id } = await service.client.createProject({
    body: {
      ...{ title: 'Tables', input_spec: [{ name: 'text', type: 'text' }] },
      output_spec: [{ type: 'radio', name: 'animal', options: [{ value: 'cat' }, { value: 'dog' }] }],
    },
  })
  await writeFile(path('in', 'table.xlsx'), Buffer.from(xlsxWriter, 'base64'))
  await writeFile(path('in', 'table.parquet'), Buffer.from(zstd, 'base64'))
  const book = await whisker('import', path('in', 'table.xlsx'), '--project', String(id), '--as', 'gold')
  expect(book.stdout).toContain(`1 sent to project ${id}, 0 there already, 1 known answers, 1 not taken`)
  expect(book.stderr).toContain('Row 3: Cell D3 is an error (#DIV/0!).')
  const parquet = await whisker('import', path('in', 'table.parquet'), '--project', String(id), '--as', 'answers')
  expect(parquet.stdout, parquet.stderr).toContain('2 answers of "Table of tasks", 1 not taken')
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
  await mkdir(path('in', 'huge-set'))
  await writeFile(path('in', 'huge-set', 'data.yaml'), '')
  await truncate(path('in', 'huge-set', 'data.yaml'), 10_000_000_000)
  await writeFile(
    path('in', 'laughs.xml'),
    '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><annotations>&c;</annotations>',
  )
  await writeFile(path('in', 'broken.json'), '{"images": [')
  execFileSync('mkfifo', [path('in', 'pipe')])
  const before = await projects()
  for (const [file, why] of [
    ['huge.json', 'has 10000 MB'],
    ['huge-set', 'data.yaml has 10000 MB'],
    ['laughs.xml', 'document type'],
    ['broken.json', 'is no JSON document'],
    ['images', 'none of these'],
    ['pipe', 'neither file nor folder'],
    ['missing.json', 'is gone'],
  ] as const)
    expect(await whisker('import', path('in', file)), file).toMatchObject({
      ...{ code: 2, stdout: '' },
      stderr: expect.stringContaining(why),
    })
  expect(await projects()).toBe(before)
})
