import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const select = (options: object[]) => [
  { type: 'select' as const, name: 'species', options: options as { value: string }[] },
]
const birds = [
  { value: 'bird' },
  { value: 'heron', parent: 'bird', synonyms: ['Ardeidae'] },
  { value: 'grey heron', parent: 'heron', code: '42', synonyms: ['blue one'] },
  { value: 'purple heron', parent: 'heron', synonyms: ['blue one'] },
]

async function answered(projectId: number, species: string) {
  const { id } = await server.client.createTask({ body: { project_id: projectId, task_spec: [{ sentence: 'x' }] } })
  const worker = await server.makeWorker(projectId)
  const { assignments } = await worker.client.takeAssignments({ body: { project_id: projectId } })
  const [{ id: assignment_id, token }] = assignments as [(typeof assignments)[0]]
  await worker.client.submitAssignment({ params: { assignment_id }, body: { token, answer: [{ species }] } })
  return id
}

test('a tree of ten thousand places: taken, given back, sent once a version and with no task', async () => {
  const places = Array.from({ length: 10_000 }, (_, n) => ({
    value: `Genus${n % 1000} species${n}`,
    label: `A bird with number ${n}`,
    ...(n >= 100 && { parent: `Genus${(n % 100) % 1000} species${n % 100}` }),
    code: `${5_000_000 + n}`,
    synonyms: [`Former species${n}`, `Another name of ${n}`],
  }))
  const project = await textProject(server.client, { output_spec: select(places) })
  expect(project.output_spec[0]).toMatchObject({ options: places })
  const task = await answered(project.id, '5009999')
  const { result } = await server.client.readTask({ params: { task_id: task } })
  expect(result![0]!.species!.value).toBe('Genus999 species9999')
  await server.client.createTask({ body: { project_id: project.id, task_spec: [{ sentence: 'y' }] } })
  const { client } = await server.makeWorker(project.id)
  const taken = await client.takeAssignments({ body: { project_id: project.id } })
  expect(JSON.stringify(taken).length).toBeLessThan(2000)
  const form = JSON.stringify(await client.readWorkerProject({ params: { project_id: project.id }, query: {} }))
  expect(form.length).toBeLessThan(2_000_000)
  expect(gzipSync(form).length).toBeLessThan(200_000)
})

test('hostile trees are refused at their place, and nothing is stored', async () => {
  const count = async () => (await server.client.listProjects({ query: {} })).data.length
  const before = await count()
  const refused: [object[], string][] = [
    [[{ value: 'a', parent: 'b' }], '/options/0/parent'],
    [[{ value: 'a', parent: 'a' }], '/options/0/parent'],
    [
      [
        { value: 'a', parent: 'b' },
        { value: 'b', parent: 'a' },
      ],
      '/options/0/parent',
    ],
    [
      [
        { value: 'a', code: '1' },
        { value: 'b', code: '1' },
      ],
      '/options/1/code',
    ],
    [[{ value: 'a', synonyms: ['b'] }, { value: 'b' }], '/options/0/synonyms/0'],
    [Array.from({ length: 10_000 }, () => ({ value: 'a' })), '/options/1/value'],
    [
      Array.from({ length: 10_000 }, (_, n) => ({ value: `${n}`, synonyms: Array(15).fill(1) })),
      '/options/0/synonyms/0',
    ],
    [Array.from({ length: 10_001 }, (_, n) => ({ value: `${n}` })), '/options'],
  ]
  for (const [options, at] of refused) {
    const json = { title: 'x', input_spec: [{ name: 'sentence', type: 'text' }], output_spec: select(options) }
    const { status, problem } = await ask(`${server.url}/projects`, { key: server.key, json })
    expect([status, problem.errors?.[0]?.pointer]).toEqual([422, `/output_spec/0${at}`])
    expect(problem.errors!.length).toBeLessThanOrEqual(50)
  }
  expect(await count()).toBe(before)
})

test('what is right may be said by a code or a synonym, never by one that two places share; the places above find it', async () => {
  const project = await textProject(server.client, { output_spec: select(birds) })
  const task_id = await answered(project.id, 'grey heron')
  const gold = await server.client.markGold({ params: { task_id }, body: { answer: [{ species: 'ardeidae' }] } })
  expect(gold.answer).toEqual([{ species: 'heron' }])
  await expect(
    server.client.markGold({ params: { task_id }, body: { answer: [{ species: 'Blue one' }] } }),
  ).rejects.toMatchObject({ problem: { errors: [{ pointer: '/answer/0/species', code: 'ambiguous' }] } })
  const other = await answered(project.id, '42')
  const found = async (place: string) =>
    (await server.client.listTasks({ query: { project_id: project.id, label: `species=${place}` } })).data.map(
      ({ id }) => id,
    )
  expect((await found('heron')).sort()).toEqual([task_id, other].sort())
  expect(await found('grey heron')).toEqual([other])
  const { fields } = await server.client.readSummary({ params: { project_id: project.id } })
  expect(fields[0]!.values).toEqual([
    { value: 'bird', tasks: 2 },
    { value: 'heron', tasks: 2 },
    { value: 'grey heron', tasks: 1 },
  ])
})
