import { createHash, randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../projects/ids.ts'
import { ask } from '../testing/ask.ts'
import { animalProject, startTestServer, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
let projectId: number
let bytes: Buffer
let sha256: string
beforeAll(async () => {
  server = await startTestServer()
})
beforeEach(async () => {
  projectId = (await animalProject(server.client)).id
  bytes = await sharp(randomBytes(300), { raw: { width: 10, height: 10, channels: 3 } })
    .png()
    .toBuffer()
  sha256 = createHash('sha256').update(bytes).digest('hex')
})
afterAll(() => server.close())

const uri = () => `data:image/jpeg;base64,${bytes.toString('base64')}`
const send = (more: object = {}, value = uri()) =>
  ask(`${server.url}/tasks`, {
    key: server.key,
    json: { project_id: projectId, task_spec: [{ image_with_animal: value }], ...more },
  })
const bulk = async (lines: object[]) => {
  const { text } = await ask(`${server.url}/tasks/bulk?project_id=${projectId}`, {
    key: server.key,
    body: lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
    headers: { 'content-type': 'application/x-ndjson' },
  })
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { status: string; task_id: string })
}
const tasks = async () => (await server.client.listTasks({ query: { project_id: projectId } })).data
const search = async (words: string) =>
  (await server.client.listTasks({ query: { project_id: projectId, search: words } })).data.map(({ id }) => id)

describe('B1 a picture is one task of its project', () => {
  test('by every way in, in every order: the second way is told what is there, and the script reads 201', async () => {
    const ways: [string, () => Promise<{ status: unknown; id: unknown }>][] = [
      ['script', async () => idOf(await send())],
      ['page', async () => idOf(await upload('picture:'))],
      ['CLI', async () => idOf(await upload('sha256:'))],
    ]
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 0, 2],
      [0, 0, 0],
    ]) {
      projectId = (await animalProject(server.client)).id
      const ids = new Set()
      for (const way of order) {
        const { status, id } = await ways[way]![1]()
        expect([200, 201].slice(way === 0 ? 1 : 0)).toContain(status)
        ids.add(id)
      }
      expect([order, ids.size, (await tasks()).length]).toEqual([order, 1, 1])
    }
  })

  test('two requests at the same moment make one task', async () => {
    const replies = await Promise.all(Array.from({ length: 8 }, () => send()))
    expect(replies.map(({ status }) => status)).toEqual(Array(8).fill(201))
    expect(new Set(replies.map(({ json }) => json.id)).size).toBe(1)
    expect(replies.filter(({ json }) => json.deduplicated === false)).toHaveLength(1)
    expect(await tasks()).toHaveLength(1)
  })

  test('whoever wants it twice says so, or has two ids of their own for it', async () => {
    const first = await send({ external_id: 'a' })
    const other = await send({ external_id: 'b' })
    expect(other.json).toMatchObject({
      deduplicated: false,
      warnings: expect.arrayContaining([expect.objectContaining({ code: 'duplicate_picture' })]),
    })
    expect((await send({ duplicates: 'keep' })).json.deduplicated).toBe(false)
    expect((await send({ external_id: 'c', duplicates: 'reuse' })).json.id).toBe(first.json.id)
    expect(await tasks()).toHaveLength(3)
    const kept = await bulk(
      Array(3).fill({ task_spec: [{ image_with_animal: `asset:${sha256}` }], duplicates: 'keep' }),
    )
    expect(kept.map(({ status }) => status)).toEqual(['created', 'created', 'created'])
    expect(await tasks()).toHaveLength(6)
  })

  test('an id of the sender’s own is kept by a task that had none', async () => {
    const { json } = await send()
    await send({ external_id: 'cat-17' })
    expect((await tasks()).map(({ id, external_id }) => [id, external_id])).toEqual([[json.id, 'cat-17']])
  })

  test('the same picture in one bulk request is one task; texts stay as many as were sent, unless asked', async () => {
    await send()
    const line = { task_spec: [{ image_with_animal: `asset:${sha256}` }] }
    expect((await bulk([line, line])).map(({ status }) => status)).toEqual(['duplicate', 'duplicate'])
    const texts = (await textProject(server.client)).id
    projectId = texts
    const yes = { task_spec: [{ sentence: 'yes' }] }
    expect((await bulk([yes, yes])).map(({ status }) => status)).toEqual(['created', 'created'])
    expect((await bulk([{ ...yes, duplicates: 'reuse' }]))[0]?.status).toBe('duplicate')
  })

  test('a data directory that has duplicates already keeps them, and takes no further one', async () => {
    const { json } = await send()
    const [{ count }] = (await server.sql`
      with twin as (insert into tasks (project_id, id, version, wanted, item_count, content_hash)
        select project_id, ${newId(projectId)}, version, wanted, item_count, content_hash from tasks where id = ${json.id as string} returning 1)
      select count(*)::int from twin`) as unknown as [{ count: number }]
    expect(count).toBe(1)
    expect((await send()).json.id).toBe(json.id)
    expect(await server.sql`select count(*)::int from tasks where project_id = ${projectId}`).toEqual([{ count: 2 }])
  })

  test('the hash of a picture finds the task that came without an id', async () => {
    const { json } = await send({ name: 'cat.png' })
    const body = { project_id: projectId, external_ids: [`sha256:${sha256}`, `sha256:${'0'.repeat(64)}`] }
    expect((await server.client.lookUpTasks({ body })).found).toMatchObject([
      { external_id: `sha256:${sha256}`, task_id: json.id, names: ['cat.png'], status: 'open' },
    ])
  })
})

describe('B2 every name that was sent finds its task', () => {
  test('names of the same bytes are a list, each is searched, and a repeated one is there once', async () => {
    const { json } = await send({ name: 'before/x.jpg' })
    for (const name of ['after/x.jpg', 'renamed.jpg', 'after/x.jpg', 'before/x.jpg']) await send({ name })
    await bulk(
      ['in bulk.jpg', 'in bulk too.jpg'].map((name) => ({
        task_spec: [{ image_with_animal: `asset:${sha256}` }],
        name,
      })),
    )
    const [task] = await tasks()
    expect(task).toMatchObject({
      id: json.id,
      name: 'before/x.jpg',
      names: ['before/x.jpg', 'after/x.jpg', 'renamed.jpg', 'in bulk.jpg', 'in bulk too.jpg'],
    })
    for (const name of task!.names) expect(await search(name), name).toEqual([json.id])
  })

  test('a task that came without a name gets the first one', async () => {
    await send()
    await send({ name: 'a.jpg' })
    expect((await tasks()).map(({ name, names }) => [name, names])).toEqual([['a.jpg', ['a.jpg']]])
  })
})

describe('D11 a search finds', () => {
  test.each([
    ['a part of a name', 'tom', 'shots/atom 12345.jpg'],
    ['a number in a name', '1234', 'shots/atom 12345.jpg'],
    ['capitals', 'ATOM', 'shots/atom 12345.jpg'],
    ['the other way of writing an accent', 'Ka\u0308se', 'K\u00e4se.jpg'],
    ['the composed way', 'k\u00e4se', 'Ka\u0308se.jpg'],
    ['wide letters', 'ｃａｔ', 'cat.jpg'],
    ['letters that a pattern uses', '50%_\\', 'x50%_\\y.jpg'],
  ])('%s', async (_what, words, name) => {
    await send({ name: 'something else.jpg', duplicates: 'keep' })
    const { json } = await send({ name, duplicates: 'keep' })
    expect(await search(words)).toEqual([json.id])
  })

  test('a word of the text', async () => {
    projectId = (await textProject(server.client)).id
    const { id } = await server.client.createTask({
      body: { project_id: projectId, task_spec: [{ sentence: 'A Zebra, alone.' }] },
    })
    await server.client.createTask({ body: { project_id: projectId, task_spec: [{ sentence: 'Nobody.' }] } })
    expect(await search('zebra')).toEqual([id])
  })
})

async function upload(prefix: string) {
  const stored = await ask(`${server.url}/assets`, {
    key: server.key,
    body: bytes,
    headers: { 'content-type': 'application/octet-stream' },
  })
  return send({ external_id: `${prefix}${sha256}` }, String(stored.json.value))
}

function idOf({ status, json }: Awaited<ReturnType<typeof send>>) {
  return { status, id: json.id }
}
