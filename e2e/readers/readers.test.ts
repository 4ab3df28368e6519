import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { blank, makeDataset, strangeLabel } from '../../server/src/exports/datasets.fixture.ts'
import { unzip } from '../../server/src/exports/unzip.fixture.ts'
import { answerNext } from '../../server/src/testing/answer-task.ts'
import { startTestServer, type TestServer, textProject } from '../../server/src/testing/server.ts'
import { runProgram } from '../python/environment.ts'

const python = process.env.READERS_PYTHON ?? 'python3'
const wanted = 'pycocotools, supervision, datasets, lxml, pandas, pyarrow, PIL, mlcroissant, httpx, pydantic'
const isThere = spawnSync(python, ['-c', `import ${wanted}`]).status === 0
if (!isThere)
  process.stderr.write(
    `NOT TRIED: data sets by the programs that read them. ${python} lacks one of ${wanted}; name one that has them in READERS_PYTHON.\n`,
  )

test.skipIf(!isThere)(
  'real readers see what was marked: counts, classes, boxes, blanks, turned pictures',
  { timeout: 180_000 },
  async () => {
    const server = await startTestServer()
    const folder = await mkdtemp(join(tmpdir(), 'whisker-readers-'))
    try {
      const { id } = await makeDataset(server)
      let sure = 0
      for (const format of ['coco', 'yolo', 'voc', 'imagefolder']) {
        const headers = { authorization: server.key }
        const response = await fetch(`${server.url}/projects/${id}/export?format=${format}`, { headers })
        const files = unzip(Buffer.from(await response.arrayBuffer()))
        const samples = files.get('samples.jsonl')?.toString().trim().split('\n') ?? []
        sure = samples.filter((line) => JSON.parse(line).confidence > 0.5).length
        for (const [path, bytes] of files) {
          await mkdir(dirname(join(folder, format, path)), { recursive: true })
          await writeFile(join(folder, format, path), bytes)
        }
      }
      await server.client.createRelease({
        params: { project_id: id },
        body: { name: 'First', notes: 'For "all" & <some>.' },
      })
      await saveRelease(server, id, join(folder, 'release'))
      await saveTables(server, id, folder)
      const env = { ...process.env, HF_HUB_OFFLINE: '1', HF_HOME: join(folder, 'home') }
      const { stdout, stderr, status } = spawnSync(python, [join(import.meta.dirname, 'read.py'), folder], {
        encoding: 'utf8',
        env,
      })
      expect(status, stderr).toBe(0)
      const seen = JSON.parse(stdout.trim().split('\n').at(-1) as string)
      expect(seen.coco.images).toBe(13)
      expect(seen.coco.categories).toEqual(['cat', strangeLabel])
      const colours = Object.values(seen.coco.colours as Record<string, number[][]>)
      expect(colours.filter((marks) => marks.length === 0)).toHaveLength(1)
      for (const [[red, green, blue] = []] of colours.filter((marks) => marks.length > 0)) {
        expect(red).toBeGreaterThan(150)
        expect(Math.max(green!, blue!)).toBeLessThan(30)
      }
      const same = { images: 13, classes: [strangeLabel, 'cat'], boxes: 12, blanks: 1 }
      expect(seen.supervision).toEqual({ coco: same, yolo: same, voc: same })
      expect(seen.voc.filter((name: string | null) => name === null)).toHaveLength(1)
      expect(seen.voc).toContain(strangeLabel)
      expect(seen.datasets).toEqual({
        rows: 13,
        boxes: 12,
        sizes: [
          [40, 60],
          [60, 40],
        ],
      })
      expect(seen.croissant).toEqual({
        name: 'What animal is this?',
        version: '1.0.0',
        per_item: '1',
        tasks: 13,
        answers: 13,
        sure: true,
      })
      expect(seen.pandas).toEqual({ rows: 13, sure, none: 0 })
      await readWithOurs(server, id, folder)
      expect(seen.parquet).toEqual({
        rows: 13,
        names: expect.arrayContaining(['é #1 🐈.png', 'same.png', 'a_b.png', blank, 'turned_6.jpg']),
        boxes: 12,
        blanks: 1,
        red: 12,
        sizes: [
          [40, 60],
          [60, 40],
        ],
        sure,
        asOfRelease: true,
      })
      expect(seen.kinds).toEqual({
        types: {
          colours: 'list<element: string>',
          count: 'double',
          order: 'list<element: list<element: string>>',
          seen: 'list<element: struct<who: string, many: double, _confidence: double>>',
          completed_at: 'timestamp[us, tz=UTC]',
          answers: 'int32',
          confidence: 'double',
        },
        colours: [['red', 'blue'], null, null],
        count: [2.5, null, null],
        order: [
          [['b'], ['a']],
          [['a'], ['b']],
          [['a'], ['b']],
        ],
        who: [['cat'], [], []],
        day: true,
        features: ['List', 'List', 'Value'],
        answers: 3,
      })
    } finally {
      await server.close()
      await rm(folder, { recursive: true, force: true })
    }
  },
)

/** Our own package gives the same to pandas and datasets. It needs httpx and pydantic. */
async function readWithOurs(server: TestServer, projectId: number, folder: string): Promise<void> {
  const own = join(import.meta.dirname, '../../python/src')
  const env = { HF_HUB_OFFLINE: '1', HF_HOME: join(folder, 'home'), PYTHONPATH: own, PYTHONDONTWRITEBYTECODE: '1' }
  const about = [server.url, server.key, `${projectId}`, folder]
  // Not waited for in one go, as the others are: it asks the service, which is in this process.
  const ran = await runProgram(python, [join(import.meta.dirname, 'package.py'), ...about], {
    cwd: folder,
    env,
    seconds: 120,
  })
  expect(ran.ok, ran.output).toBe(true)
  const seen = JSON.parse(ran.output.trim().split('\n').at(-1) as string)
  expect(seen).toEqual({
    none: [0, true],
    rows: [13, 13, 13, 13, 13, 13],
    sure: [seen.sure[0], seen.sure[0]],
    same: true,
    blanks: [1, 1],
    labels: [strangeLabel, 'cat'],
    pictures: [13],
  })
  expect(seen.sure[0]).toBeGreaterThan(0)
}

/** The pictures as Parquet, those of the release, and a project with a field of each kind that is no plain text. */
async function saveTables(server: TestServer, projectId: number, folder: string): Promise<void> {
  const save = async (path: string, name: string) => {
    const response = await fetch(`${server.url}/projects/${path}`, { headers: { authorization: server.key } })
    expect(response.status).toBe(200)
    await writeFile(join(folder, name), Buffer.from(await response.arrayBuffer()))
  }
  await save(`${projectId}/export?format=parquet`, 'set.parquet')
  await save(`${projectId}/export?format=parquet&release=1`, 'release.parquet')
  const options = (...values: string[]) => values.map((value) => ({ value }))
  const small = [
    { type: 'radio', name: 'who', options: options('cat', 'dog') },
    { type: 'number', name: 'many', required: false },
  ]
  const { id } = await textProject(server.client, {
    min_answers: 1,
    max_answers: 1,
    output_spec: [
      { type: 'checkbox', name: 'colours', options: options('red', 'blue'), required: false },
      { type: 'number', name: 'count', required: false },
      { type: 'rank', name: 'order', options: options('a', 'b') },
      { type: 'rows', name: 'seen', key: 'who', fields: small },
    ] as never,
  })
  const worker = await server.makeWorker(id)
  const said = [
    { colours: ['red', 'blue'], count: 2.5, order: [['b'], ['a']], seen: [{ who: 'cat', many: 3 }] },
    { colours: [], order: [['a'], ['b']], seen: [] },
    { order: [['a'], ['b']], seen: [] },
  ]
  for (const [n, values] of said.entries()) {
    await server.client.createTask({ body: { project_id: id, task_spec: [{ sentence: `${n}` }] } })
    await answerNext(worker, id, values)
  }
  await save(`${id}/export?format=parquet`, 'kinds.parquet')
  await save(`${id}/answers/export?format=parquet`, 'answers.parquet')
}

/** The description of a release, with the rows beside it: programs that read it do not know our keys. */
async function saveRelease(server: TestServer, projectId: number, folder: string): Promise<void> {
  const get = async (path: string) => {
    const headers = { authorization: server.key }
    return Buffer.from(await (await fetch(`${server.url}/projects/${projectId}${path}`, { headers })).arrayBuffer())
  }
  const about = JSON.parse((await get('/releases/1/croissant')).toString())
  const [{ name, contentUrl }] = about.distribution
  about.distribution[0].contentUrl = name
  await mkdir(folder)
  await writeFile(join(folder, 'croissant.json'), JSON.stringify(about))
  const { pathname, search } = new URL(contentUrl)
  await writeFile(join(folder, name), await get(`${pathname.slice(`/projects/${projectId}`.length)}${search}`))
}
