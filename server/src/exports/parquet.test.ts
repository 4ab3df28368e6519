import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assetKey } from '../assets/store.ts'
import { answerNext } from '../testing/answer-task.ts'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'
import { blank, makeDataset, strangeLabel } from './datasets.fixture.ts'
import { readParquet } from './parquet.fixture.ts'

let server: TestServer
let projectId: number
beforeAll(async () => {
  server = await startTestServer()
  projectId = (await makeDataset(server)).id
}, 60_000)
afterAll(() => server.close())

async function get(query: string, id = projectId) {
  const address = `${server.url}/projects/${id}/export?format=parquet${query}`
  const response = await fetch(address, { headers: { authorization: server.key } })
  const bytes = Buffer.from(await response.arrayBuffer())
  expect(response.status, bytes.toString()).toBe(200)
  return { bytes, headers: response.headers }
}
const rowsOf = async (query: string, id = projectId) => readParquet((await get(query, id)).bytes)

describe('pictures', () => {
  test('each is in its row, under a name that any system takes, with all that is known of it', async () => {
    const rows = await rowsOf('')
    expect(rows).toHaveLength(13)
    const names = rows.map(({ image }) => Buffer.from(image.path).toString())
    expect(names).toEqual(rows.map(({ file_name }) => file_name))
    expect(names).toEqual(expect.arrayContaining(['é #1 🐈.png', 'same.png', 'a_b.png', blank, 'turned_6.jpg']))
    expect(new Set(names).size).toBe(13)
    const turned = rows.find(({ file_name }) => file_name === 'turned_6.jpg')
    expect(turned).toMatchObject({
      name: 'turned/6.jpg',
      width: 40,
      height: 60,
      answers: 1,
      version: 1,
      status: 'completed',
      gold: false,
    })
    expect(turned!.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(turned!.completed_at).toBeInstanceOf(Date)
    expect(turned!.animals).toMatchObject([{ label: strangeLabel, x: 20, y: 0, width: 20, height: 30 }])
    expect(rows.find(({ file_name }) => file_name === blank)!.animals).toEqual([])
  })

  test('one that a camera turned is upright, or as it came', async () => {
    for (const upright of [true, false]) {
      const rows = await rowsOf(upright ? '' : '&upright=false')
      for (let orientation = 1; orientation <= 8; orientation++) {
        const { image } = rows.find(({ file_name }) => file_name === `turned_${orientation}.jpg`)!
        expect((await sharp(image.bytes).metadata()).orientation ?? 1).toBe(upright ? 1 : orientation)
      }
    }
  })

  test('without them, and parted', async () => {
    const rows = await rowsOf('&with_pictures=false')
    expect(rows[0]).not.toHaveProperty('image')
    expect(rows.map(({ sha256 }) => sha256)).toEqual((await rowsOf('')).map(({ sha256 }) => sha256))
    const split = '&split=train:50,test:50&group=metadata:site'
    for (const more of ['', '&with_pictures=false']) {
      const parts = new Map<string, Set<string>>()
      for (const { metadata, split: part } of await rowsOf(split + more))
        parts.set(metadata, (parts.get(metadata) ?? new Set()).add(part))
      expect([...parts.values()].map((of) => of.size)).toEqual([1, 1, 1])
    }
  })

  test('one that is gone is null, and the others are there', async () => {
    const [{ sha256 }] = (await rowsOf('&with_pictures=false')) as [{ sha256: string }]
    const { store } = server.running.server
    const key = assetKey(server.running.workspaceId, sha256)
    const kept = await store.read(key)
    await store.delete(key)
    const images = (await rowsOf('')).map(({ image }) => image)
    expect(images[0] ?? null).toBeNull()
    expect(images.slice(1).every((image) => image.bytes.length > 0)).toBe(true)
    await store.put(key, kept!)
  })
})

test('the same bytes each time, of a release too, and the rest alone to who has the beginning', {
  timeout: 90_000,
}, async () => {
  await server.client.createRelease({ params: { project_id: projectId }, body: { name: 'First' } })
  for (const query of ['', '&with_pictures=false', '&release=1']) {
    const { bytes, headers } = await get(query)
    expect(bytes.equals((await get(query)).bytes), query).toBe(true)
    for (const from of [5, bytes.length - 9]) {
      const rest = await get(`${query}&resume=${headers.get('whisker-export')}&from=${from}`)
      expect(rest.bytes.equals(bytes.subarray(from)), `${query} from ${from}`).toBe(true)
    }
  }
})

describe('texts', () => {
  test('have a row an item and no pictures; what changed meanwhile is told', async () => {
    const project = await textProject(server.client, { min_answers: 1, max_answers: 1 })
    const worker = await server.makeWorker(project.id)
    const task_spec = [{ sentence: 'a cat' }, { sentence: 'a dog' }]
    const { id } = await server.client.createTask({ body: { project_id: project.id, task_spec } })
    await answerNext(worker, project.id, { animal: 'cat' })
    const { bytes, headers } = await get('', project.id)
    const rows = await readParquet(bytes)
    expect(rows.map(({ task_id, item, sentence }) => [task_id, item, sentence])).toEqual([
      [id, 0, 'a cat'],
      [id, 1, 'a dog'],
    ])
    expect(rows[0]).toMatchObject({ animal: 'cat', answers: 1 })
    await server.sql`update tasks set name = 'renamed' where project_id = ${project.id}`
    const address = `${server.url}/projects/${project.id}/export?format=parquet&from=9&resume=${headers.get('whisker-export')}`
    const { problem } = await ask(address, { key: server.key })
    expect(problem.code).toBe('changed_meanwhile')

    const response = await fetch(`${server.url}/projects/${project.id}/answers/export?format=parquet`, {
      headers: { authorization: server.key },
    })
    expect(response.headers.get('content-type')).toBe('application/vnd.apache.parquet')
    const answers = await readParquet(Buffer.from(await response.arrayBuffer()))
    expect(answers[0]).toMatchObject({ task_id: id, item: 0, animal: 'cat', state: 'counted' })
    expect(answers[0]!.worker_id).toMatch(/^w_[0-9a-f]{16}$/)
  })

  test('a project without results is a table without rows', async () => {
    expect(await rowsOf('', (await textProject(server.client)).id)).toEqual([])
  })
})
