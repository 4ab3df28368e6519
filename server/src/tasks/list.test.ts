import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerNext } from '../testing/answer-task.ts'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestPerson, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
let projectId: number
let worker: TestPerson
const names = ['Cat one.jpg', 'cat two.jpg', 'Dog.jpg', '100% CAT_.jpg', undefined]
const animals = ['cat', 'cat', 'dog', 'a=b,c']
beforeAll(async () => {
  server = await startTestServer()
  projectId = (await textProject(server.client)).id
  for (const [n, name] of names.entries())
    await server.client.createTask({
      body: { project_id: projectId, task_spec: [{ sentence: `${n}` }], external_id: `id-${n}`, ...(name && { name }) },
    })
  worker = await server.makeWorker(projectId)
  for (const animal of animals) await answerNext(worker, projectId, { animal })
  // Tasks 0 to 3 are completed, 4 is open; 1 and 2 are unsure; the models would say otherwise.
  for (const [n, confidence] of [0.9, 0.5, 0.4, 0.95].entries())
    await server.sql`
      update results set confidence = ${confidence}
      where task_id = (select id from tasks where external_id = ${`id-${n}`})`
  await server.sql`update tasks set status = 'needs_review' where external_id in ('id-1', 'id-2')`
})
afterAll(() => server.close())

async function page(query: Record<string, string>) {
  const address = `${server.url}/tasks?${new URLSearchParams({ project_id: String(projectId), ...query })}`
  const { status, json, text } = await ask(address, { key: server.key })
  expect(status, text).toBe(200)
  return json as { data: { external_id: string; confidence: number | null }[]; next?: string }
}
/** The numbers of the tasks, in order. */
const found = async (query: Record<string, string>) =>
  (await page(query)).data.map((task) => Number(task.external_id.slice(3)))

test.each([
  [{ status: 'open' }, [4]],
  [{ status: 'open,needs_review' }, [1, 2, 4]],
  [{ status: 'completed', order: 'newest' }, [3, 0]],
  [{ label: 'animal=cat' }, [0, 1]],
  [{ label: 'animal=cat', status: 'needs_review' }, [1]],
  [{ label: 'animal=a=b,c' }, [3]],
  [{ label: 'animal=zebra' }, []],
  [{ label: 'colour=cat' }, []],
  [{ confidence_to: '0.5' }, [1, 2]],
  [{ confidence_from: '0.5', confidence_to: '0.9' }, [0, 1]],
  [{ order: 'least_confident' }, [2, 1, 0, 3]],
  [{ order: 'least_confident', status: 'needs_review' }, [2, 1]],
  [{ order: 'least_confident', status: 'open' }, []],
  [{ order: 'least_confident', label: 'animal=cat' }, [1, 0]],
  [{ external_id: 'id-3' }, [3]],
  [{ external_id: 'id' }, []],
  [{ search: 'id-3' }, [3]],
  [{ search: 'id-3', status: 'open' }, []],
  [{ search: 'cat' }, [0, 1, 3]],
  [{ search: 'CAT T' }, [1]],
  [{ search: 'id-' }, []],
  [{ created_to: '2020-01-01T00:00:00Z' }, []],
  [{ created_from: '2020-01-01T00:00:00Z', created_to: '2100-01-01T00:00:00Z' }, [0, 1, 2, 3, 4]],
  [{ worker: 'w_0000000000000000' }, []],
] as [Record<string, string>, number[]][])('%o', async (query, expected) => {
  expect(await found(query)).toEqual(expected)
})

test('by worker: the tasks that they answered', async () => {
  const { data } = await server.client.listProjectWorkers({ params: { project_id: projectId } })
  const { worker_id } = data[0] as { worker_id: string }
  expect(await found({ worker: worker_id })).toEqual([0, 1, 2, 3])
  expect(await found({ worker: worker_id, label: 'animal=dog' })).toEqual([2])
})

test('by time: from the moment a task was made, to the one of another', async () => {
  const { data } = await page({})
  const [from, to] = [data[1], data[3]].map((task) => (task as unknown as { created_at: string }).created_at)
  // Ids are made by the server's clock a moment before the row by the database's.
  const early = (at: string | undefined) => new Date(Date.parse(at as string) - 1).toISOString()
  const seen = await found({ created_from: early(from), created_to: early(to) })
  expect(seen).toEqual(expect.arrayContaining([2]))
  expect(seen).not.toContain(0)
  expect(seen).not.toContain(4)
})

test.each<Record<string, string>>([
  {},
  { status: 'completed,needs_review' },
  { status: 'open,completed,open', order: 'newest' },
  { order: 'newest', confidence_to: '1' },
  { order: 'least_confident' },
  { order: 'least_confident', confidence_from: '0.1' },
])('R-19 pages of one give the same list as one page: %o', async (query) => {
  const whole = await found(query)
  expect(whole.length).toBeGreaterThan(2)
  const seen: number[] = []
  let after: string | undefined
  for (let n = 0; n <= whole.length; n++) {
    const one = await page({ ...query, limit: '1', ...(after && { after }) })
    seen.push(...one.data.map((task) => Number(task.external_id.slice(3))))
    after = one.next
    if (!after) break
  }
  expect(seen).toEqual(whole)
})

test('X-16 what a search cannot mean finds nothing and breaks nothing', async () => {
  for (const search of ["' or 1=1 --", '\\', '\u{1f431}'.repeat(50), '%at', 'c_t', '%%'])
    expect(await found({ search }), search).toEqual([])
  expect(await found({ search: '100% CAT_' })).toEqual([3])
})

test('a name of a thousand characters of four bytes is taken, and found by its beginning and by all of it', async () => {
  const name = '\u{1f408}'.repeat(1000)
  const { id } = await textProject(server.client)
  const task = await server.client.createTask({ body: { project_id: id, task_spec: [{ sentence: 'x' }], name } })
  const find = async (search: string) =>
    (await server.client.listTasks({ query: { project_id: id, search } })).data.map((one) => one.id)
  expect(await find(name.slice(0, 20))).toEqual([task.id])
  expect(await find(name.slice(0, 200))).toEqual([task.id])
  expect(await find(`${name.slice(0, 198)}x`)).toEqual([])
})

test('what is not a filter is refused', async () => {
  const wrong = [
    'status=',
    'status=open,',
    'status=done',
    'label=cat',
    'confidence_from=2',
    'confidence_from=-1',
    'confidence_to=1e-1',
    'confidence_to=NaN',
    'created_from=yesterday',
    'order=random',
    'search=',
    'search=%00',
    'label=animal=%00',
  ]
  for (const query of wrong)
    expect((await ask(`${server.url}/tasks?project_id=${projectId}&${query}`, { key: server.key })).status, query).toBe(
      422,
    )
  const { next } = await page({ limit: '1' })
  const mixed = await ask(`${server.url}/tasks?project_id=${projectId}&order=least_confident&after=${next}`, {
    key: server.key,
  })
  expect(mixed.problem).toMatchObject({ code: 'invalid_cursor' })
})

test('F12 a page ends at 8 MB and the next one goes on; weighed as they are, not as they are packed', async () => {
  const project = await textProject(server.client)
  for (let n = 0; n < 7; n++)
    await server.client.createTask({
      body: { project_id: project.id, external_id: `${n}`, task_spec: [{ sentence: 'x' }] },
    })
  await server.sql`
    update items i set "values" = jsonb_build_object('sentence', repeat('x', case t.external_id when '3' then 9000000 else 2600000 end))
    from tasks t where t.project_id = i.project_id and t.id = i.task_id and i.project_id = ${project.id}`
  const [pages, seen]: [number[], string[]] = [[], []]
  for (let after: string | undefined; pages.length < 10; ) {
    const query = new URLSearchParams({ project_id: String(project.id), limit: '1000', ...(after && { after }) })
    const { text, status } = await ask(`${server.url}/tasks?${query}`, { key: server.key })
    expect(status).toBe(200)
    pages.push(text.length)
    const { data, next } = JSON.parse(text) as { data: { external_id: string }[]; next?: string }
    seen.push(...data.map((task) => task.external_id))
    after = next
    if (!next) break
  }
  expect(seen).toEqual(['0', '1', '2', '3', '4', '5', '6'])
  // The fourth is 9 MB by itself.
  expect(pages.map((size) => Math.round(size / 1e6))).toEqual([8, 9, 8])
})
