import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assetKey } from '../assets/store.ts'
import { answerNext } from '../testing/answer-task.ts'
import { ask } from '../testing/ask.ts'
import { animalProject, startTestServer, type TestServer, textProject } from '../testing/server.ts'
import { blank, makeDataset, strangeLabel } from './datasets.fixture.ts'
import { unzip } from './unzip.fixture.ts'

let server: TestServer
let projectId: number
beforeAll(async () => {
  server = await startTestServer()
  projectId = (await makeDataset(server)).id
}, 60_000)
afterAll(() => server.close())

const address = (id: number, query: string) => `${server.url}/projects/${id}/export?${query}`
async function get(query: string, id = projectId) {
  const response = await fetch(address(id, query), { headers: { authorization: server.key } })
  expect(response.status).toBe(200)
  return { bytes: Buffer.from(await response.arrayBuffer()), headers: response.headers }
}
const filesOf = async (query: string, id = projectId) => unzip((await get(query, id)).bytes)
const textOf = (files: Map<string, Buffer>, path: string) => files.get(path)?.toString() ?? `no ${path}`
const paths = (files: Map<string, Buffer>, folder: string) =>
  [...files.keys()].filter((path) => path.startsWith(folder))

describe('coco', () => {
  test('each picture with what is on it, numbers of classes from the form, all facts', async () => {
    const files = await filesOf('format=coco')
    const { images, annotations, categories } = JSON.parse(textOf(files, 'annotations.json'))
    expect(categories.map(({ id, name }: { id: number; name: string }) => [id, name])).toEqual([
      [1, 'cat'],
      [2, strangeLabel],
    ])
    expect(images).toHaveLength(13)
    expect(annotations).toHaveLength(12)
    expect(images.map(({ file_name }: { file_name: string }) => `images/${file_name}`)).toEqual(paths(files, 'images/'))
    const names = images.map(({ file_name }: { file_name: string }) => file_name)
    expect(names).toEqual(expect.arrayContaining(['é #1 🐈.png', 'same.png', 'a_b.png', blank, 'turned_6.jpg']))
    expect(names.filter((name: string) => /^same-[0-9a-f]{8}\.png$/.test(name))).toHaveLength(1)
    const turned = images.find(({ file_name }: { file_name: string }) => file_name === 'turned_6.jpg')
    expect(turned).toMatchObject({
      width: 40,
      height: 60,
      answers: 1,
      version: 1,
      status: 'completed',
      sha256: /^[0-9a-f]{64}$/,
    })
    const [mark] = annotations.filter(({ image_id }: { image_id: number }) => image_id === turned.id)
    expect(mark).toMatchObject({
      bbox: [20, 0, 20, 30],
      area: 600,
      iscrowd: 0,
      segmentation: [[20, 0, 40, 0, 40, 30, 20, 30]],
    })
    expect(mark.confidence).toBeGreaterThan(0.5)
    const nothing = images.find(({ file_name }: { file_name: string }) => file_name === blank)
    expect(annotations.filter(({ image_id }: { image_id: number }) => image_id === nothing.id)).toEqual([])
    expect(textOf(files, 'samples.jsonl').trim().split('\n')).toHaveLength(13)
  })

  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'a picture with orientation %i is upright, or as it came',
    async (orientation) => {
      const path = `images/turned_${orientation}.jpg`
      const [upright, asSent] = [await filesOf('format=coco'), await filesOf('format=coco&upright=false')]
      const pixels = (bytes: Buffer, turn: boolean) =>
        (turn ? sharp(bytes).autoOrient() : sharp(bytes)).raw().toBuffer()
      expect((await sharp(upright.get(path)).metadata()).orientation ?? 1).toBe(1)
      const [one, other] = [await pixels(upright.get(path)!, false), await pixels(asSent.get(path)!, true)]
      expect(one).toHaveLength(other.length)
      expect(Math.max(...one.map((value, at) => Math.abs(value - other[at]!)))).toBeLessThan(12)
      expect((await sharp(asSent.get(path)).metadata()).orientation).toBe(orientation)
      expect(textOf(asSent, 'README.txt')).toContain('EXIF')
    },
  )
})

test('yolo: an empty text for a blank, middles in parts of the picture, classes', async () => {
  const files = await filesOf('format=yolo&split=train:50,validation:30,test:20&group=metadata:site')
  const stems = (folder: string) =>
    [...files.keys()].flatMap(
      (path) => new RegExp(`^(\\w+)/${folder}/(.*)\\.\\w+$`).exec(path)?.slice(1).join('/') ?? [],
    )
  expect(stems('labels')).toHaveLength(13)
  expect(stems('labels')).toEqual(stems('images'))
  const label = (stem: string) =>
    files.get([...files.keys()].find((path) => path.endsWith(`/labels/${stem}.txt`)) ?? '')
  expect(label('nothing here')?.toString()).toBe('')
  expect(label('turned_6')?.toString()).toBe('1 0.750000 0.250000 0.500000 0.500000\n')
  expect(textOf(files, 'data.yaml')).toBe(
    `train: "train/images"\nval: "validation/images"\ntest: "test/images"\nnc: 2\nnames:\n  - "cat"\n  - ${JSON.stringify(strangeLabel)}\n`,
  )
  expect(textOf(files, 'classes.txt')).toBe(`cat\n${strangeLabel}\n`)
})

test('voc: whole pixels from 1, names escaped, an XML without objects for a blank', async () => {
  const files = await filesOf('format=voc')
  const turned = textOf(files, 'Annotations/turned_6.xml')
  expect(turned).toContain('<name>&quot;dog&quot; &amp; &lt;co&apos;s&gt;</name>')
  expect(turned).toContain('<xmin>21</xmin><ymin>1</ymin><xmax>40</xmax><ymax>30</ymax>')
  expect(textOf(files, 'Annotations/nothing here.xml')).not.toContain('<object>')
  expect(textOf(files, 'ImageSets/Main/all.txt').trim().split('\n')).toHaveLength(13)
  expect(paths(files, 'JPEGImages/')).toHaveLength(13)
})

describe('imagefolder', () => {
  test('metadata beside the pictures, and without them', async () => {
    const files = await filesOf('format=imagefolder&with_pictures=false')
    expect(paths(files, 'images/')).toEqual([])
    const lines = textOf(files, 'metadata.jsonl').trim().split('\n')
    const rows = lines.map((line) => JSON.parse(line))
    expect(rows.find(({ file_name }) => file_name === `images/${blank}`).animals).toEqual({
      bbox: [],
      segmentation: [],
      category: [],
      confidence: [],
    })
    expect(rows.find(({ file_name }) => file_name === 'images/turned_6.jpg').animals.bbox).toEqual([[20, 0, 20, 30]])
  })

  test('a folder a class where one choice is all', async () => {
    const field = { type: 'radio', name: 'kind', options: [{ value: 'cat' }, { value: '../dog' }] }
    const { id } = await makeDataset(server, field as never, async (_name, _bytes, n) => (n % 2 ? 'cat' : '../dog'))
    const files = await filesOf('format=imagefolder', id)
    expect([paths(files, 'cat/').length, paths(files, 'dog/').length]).toEqual([6, 7])
  })
})

describe('cut off', () => {
  test('the same bytes each time, and the rest alone to who has the beginning', async () => {
    for (const format of ['coco', 'yolo']) {
      const { bytes, headers } = await get(`format=${format}`)
      const tag = headers.get('whisker-export')
      expect(bytes.equals((await get(`format=${format}`)).bytes)).toBe(true)
      for (const from of [0, 1, 5000, bytes.length - 1, bytes.length]) {
        const rest = await get(`format=${format}&resume=${tag}&from=${from}`)
        expect(rest.bytes.equals(bytes.subarray(from)), `from ${from}`).toBe(true)
      }
      expect(headers.get('whisker-pictures')).toBe('13')
      const other = await ask(address(projectId, `format=${format}&resume=${tag}&from=9&upright=false`), {
        key: server.key,
      })
      expect(other.problem.code).toBe('changed_meanwhile')
    }
  })

  test('what has changed meanwhile is told', async () => {
    const { headers } = await get('format=yolo&with_pictures=false')
    await server.sql`update tasks set name = 'renamed.png' where project_id = ${projectId} and name = 'a/b.png'`
    const query = `format=yolo&with_pictures=false&resume=${headers.get('whisker-export')}&from=10`
    const { status, problem } = await ask(address(projectId, query), { key: server.key })
    expect([status, problem.code]).toEqual([409, 'changed_meanwhile'])
    await server.sql`update tasks set name = 'a/b.png' where project_id = ${projectId} and name = 'renamed.png'`
  })

  test('nothing is held by who goes early, or asks for the head alone', async () => {
    for (let n = 0; n < 4; n++) {
      const gone = new AbortController()
      const response = await fetch(address(projectId, 'format=coco'), {
        headers: { authorization: server.key },
        signal: gone.signal,
      })
      expect(response.status).toBe(200)
      gone.abort()
      await expect
        .poll(async () => (await ask(address(projectId, 'format=coco'), { method: 'HEAD', key: server.key })).status)
        .toBe(200)
    }
  })
})

describe('a picture that is gone', () => {
  /** Takes the first or the last picture of an export away, and gives it back. */
  async function losing(which: 'first' | 'last', during: () => Promise<void>) {
    const samples = textOf(await filesOf(`format=coco&with_pictures=false`), 'samples.jsonl')
      .trim()
      .split('\n')
    const { sha256 } = JSON.parse(samples.at(which === 'first' ? 0 : -1) ?? '')
    const { store } = server.running.server
    const key = assetKey(server.running.workspaceId, sha256)
    const kept = await store.read(key)
    await store.delete(key)
    try {
      await during()
    } finally {
      await store.put(key, kept!)
    }
  }
  const goOn = (begun: Buffer, tag: string | null, said: boolean, format = 'coco') => {
    const sha256 = createHash('sha256').update(begun).digest('hex')
    const query = `format=${format}&resume=${tag}&from=${begun.length}${said ? `&begin_sha256=${sha256}` : ''}`
    return fetch(address(projectId, query), { headers: { authorization: server.key } })
  }
  const code = async (response: Response) => ((await response.json()) as { code: string }).code

  test('is named, and the others are there', async () => {
    await losing('first', async () => {
      const files = await filesOf('format=coco')
      expect(paths(files, 'images/')).toHaveLength(12)
      expect(textOf(files, 'README.txt')).toContain('images/turned_1.jpg')
    })
  })

  test('and is in what somebody has of an export: the rest would not fit, and is not given', async () => {
    for (const format of ['coco', 'parquet']) {
      const { bytes, headers } = await get(`format=${format}`)
      const begun = bytes.subarray(0, bytes.length >> 1)
      await losing('first', async () => {
        for (const said of [true, false])
          expect(await code(await goOn(begun, headers.get('whisker-export'), said, format))).toBe('changed_meanwhile')
      })
    }
  })

  test('and was not there yet when it was cut: what comes out is whole, and names it', async () => {
    const { bytes, headers } = await get('format=coco')
    const begun = bytes.subarray(0, bytes.indexOf('images/turned_3.jpg'))
    await losing('last', async () => {
      for (const said of [true, false]) {
        const rest = await goOn(begun, headers.get('whisker-export'), said)
        const files = unzip(Buffer.concat([begun, Buffer.from(await rest.arrayBuffer())]))
        expect(paths(files, 'images/')).toHaveLength(12)
        expect(textOf(files, 'README.txt')).toContain('nothing here.png')
      }
    })
  })

  test('from the beginning: who says what they have goes on, and begins anew when it is back', async () => {
    let [begun, tag]: [Buffer, string | null] = [Buffer.alloc(0), null]
    await losing('first', async () => {
      const { bytes, headers } = await get('format=coco')
      ;[begun, tag] = [bytes.subarray(0, bytes.length - 200), headers.get('whisker-export')]
      const rest = await goOn(begun, tag, true)
      expect(unzip(Buffer.concat([begun, Buffer.from(await rest.arrayBuffer())])).size).toBeGreaterThan(12)
      expect(await code(await goOn(begun, tag, false))).toBe('changed_meanwhile')
    })
    expect(await code(await goOn(begun, tag, true))).toBe('changed_meanwhile')
  })

  test('and more bytes than there are is no beginning of it', async () => {
    const { bytes, headers } = await get('format=coco')
    const more = Buffer.concat([bytes, Buffer.from('x')])
    expect(await code(await goOn(more, headers.get('whisker-export'), false))).toBe('changed_meanwhile')
  })
})

describe('what a form cannot have', () => {
  const refusal = async (id: number, query: string) => {
    const { status, problem } = await ask(address(id, query), { key: server.key })
    expect(status).toBe(422)
    return problem.detail
  }
  test('is refused with what to take instead', async () => {
    const texts = (await textProject(server.client)).id
    for (const format of ['coco', 'yolo', 'voc', 'imagefolder'])
      expect(await refusal(texts, `format=${format}`)).toContain('Take csv, jsonl or parquet')
    const words = (await animalProject(server.client)).id
    for (const format of ['coco', 'yolo', 'voc'])
      expect(await refusal(words, `format=${format}`)).toContain('Take imagefolder')
    const field = { type: 'points', name: 'eyes' } as never
    const points = (await animalProject(server.client, { output_spec: [field] })).id
    for (const format of ['yolo', 'voc'])
      expect(await refusal(points, `format=${format}`)).toContain('"eyes" asks for points')
    expect(paths(await filesOf('format=coco', points), 'annotations')).toEqual(['annotations.json'])
  })

  test('a split that is none', async () => {
    for (const query of ['split=train', 'split=../x:1', 'group=site', 'from=-1', 'format=zip'])
      expect(await refusal(projectId, `format=coco&${query}`.replace('format=coco&format', 'format'))).toBeTruthy()
  })
})

test('what is text is given as ever', async () => {
  const one = await fetch(`${server.url}/projects/${projectId}/results?format=csv`, {
    headers: { authorization: server.key },
  })
  expect((await get('format=csv')).bytes.toString()).toBe(await one.text())
})

test('tasks that share a picture that is not their first are in one part', { timeout: 60_000 }, async () => {
  const project = await animalProject(server.client, {
    input_spec: ['one', 'other'].map((name) => ({ name, type: 'image' })) as never,
    output_spec: [{ name: 'same', type: 'radio', options: [{ value: 'yes' }, { value: 'no' }] }] as never,
    min_answers: 1,
    max_answers: 1,
  })
  const worker = await server.makeWorker(project.id)
  const picture = async (n: number) => {
    const background = { r: n, g: 7, b: 200 }
    const bytes = await sharp({ create: { width: 9, height: 9, channels: 3, background } })
      .png()
      .toBuffer()
    return `data:image/png;base64,${bytes.toString('base64')}`
  }
  for (let n = 0; n < 20; n++) {
    const task_spec = [{ one: await picture(n), other: await picture(100 + (n >> 1)) }]
    await server.client.createTask({ body: { project_id: project.id, name: `${n >> 1}`, task_spec } })
    await answerNext(worker, project.id, { same: 'yes' })
  }
  const files = await filesOf('format=imagefolder&split=train:50,test:50', project.id)
  const parts = new Map<string, Set<string>>()
  for (const line of textOf(files, 'samples.jsonl').trim().split('\n')) {
    const { source_name, split } = JSON.parse(line)
    parts.set(source_name, (parts.get(source_name) ?? new Set()).add(split))
  }
  expect([...parts.values()].map((of) => of.size)).toEqual(Array(10).fill(1))
  expect(new Set([...parts.values()].flatMap((of) => [...of])).size).toBe(2)
})
