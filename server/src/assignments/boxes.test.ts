import type { Box } from '@whisker/api/kinds/schema/boxes.ts'
import type { ProjectDraft } from '@whisker/api/project-settings.ts'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { draw } from '../assets/picture.fixture.ts'
import { namingOf } from '../consolidation/naming.ts'
import { scoreAnswer } from '../gold/score.ts'
import { answerNext } from '../testing/answer-task.ts'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing/server.ts'

let server: TestServer
/** Drawn 60 wide and 40 high, and to be turned: upright it is 40 wide and 60 high. */
let turned: string
beforeAll(async () => {
  server = await startTestServer()
  const bytes = await draw().withMetadata({ orientation: 6 }).jpeg().toBuffer()
  turned = `data:image/jpeg;base64,${bytes.toString('base64')}`
})
afterAll(() => server.close())

const options = [{ value: 'cat' }, { value: 'dog' }]
function boxesProject(draft: Partial<ProjectDraft> = {}) {
  return server.client.createProject({
    body: {
      title: 'Find the animals',
      input_spec: [
        { name: 'photo', type: 'image', required: false },
        { name: 'note', type: 'text', required: false },
      ],
      output_spec: [{ name: 'animals', type: 'boxes', options }],
      ...draft,
    },
  })
}
const send = (projectId: number, item: Record<string, string> = { photo: turned }, more = {}) =>
  server.client.createTask({ body: { project_id: projectId, task_spec: [item], ...more } })
const cat: Box = { label: 'cat', x: 5, y: 45, width: 30, height: 15 }
/** In the picture as it lies in the file, and not in the upright one. */
const lying: Box = { label: 'cat', x: 45, y: 5, width: 15, height: 30 }
const outside = (pointer: string) => ({ problem: { status: 422, errors: [{ pointer, code: 'outside' }] } })

async function take(worker: TestPerson, projectId: number) {
  const [held] = (await worker.client.takeAssignments({ body: { project_id: projectId } })).assignments
  return {
    ...held!,
    submit: (boxes: unknown) =>
      worker.client.submitAssignment({
        params: { assignment_id: held!.id },
        body: { token: held!.token, answer: [{ animals: boxes }] as never },
      }),
  }
}

test('three people mark two animals: each object by itself, in pixels of the upright picture', async () => {
  const project = await boxesProject({ min_answers: 3 })
  const task = await send(project.id)
  const answers = [
    [cat, { label: 'dog', x: 0, y: 0, width: 20, height: 20 }],
    [
      { ...cat, x: 6 },
      { label: 'dog', x: 1, y: 0.004, width: 20, height: 20 },
    ],
    [{ ...cat, x: 7 }],
  ]
  for (const animals of answers) await answerNext(await server.makeWorker(project.id), project.id, { animals })
  const read = await server.client.readTask({ params: { task_id: task.id } })
  const { value, objects, votes, confidence } = read.result![0]!.animals!
  expect(value).toEqual([
    { label: 'dog', x: 0.5, y: 0, width: 20, height: 20 },
    { label: 'cat', x: 6, y: 45, width: 30, height: 15 },
  ])
  expect(objects).toMatchObject([{ found: 2 }, { found: 3 }])
  expect(objects![1]!.exists).toBeGreaterThan(objects![0]!.exists)
  expect(confidence).toBeLessThan(objects![0]!.exists)
  expect(votes).toHaveLength(3)
  for (const [label, count] of [
    ['cat', 1],
    ['dog', 1],
    ['cow', 0],
  ] as const) {
    const found = await server.client.listTasks({ query: { project_id: project.id, label: `animals=${label}` } })
    expect(found.data).toHaveLength(count)
  }
  const exported = async (format: string) =>
    (await ask(`${server.url}/projects/${project.id}/results?format=${format}`, { key: server.key })).text
  await expect.poll(() => exported('jsonl')).toContain('"exists"')
  const [, cell] = /"(\[.+\])"/.exec(await exported('csv')) ?? []
  expect(JSON.parse(cell!.replaceAll('""', '"'))).toEqual(value)
  await expect
    .poll(async () => (await server.client.readSummary({ params: { project_id: project.id } })).fields[0]!.values)
    .toEqual([
      { value: 'cat', tasks: 1 },
      { value: 'dog', tasks: 1 },
    ])
})

test('that nothing is there is an answer, and a result', async () => {
  const project = await boxesProject({ min_answers: 3 })
  const task = await send(project.id)
  for (let n = 0; n < 3; n++) await answerNext(await server.makeWorker(project.id), project.id, { animals: [] })
  const { status, result } = await server.client.readTask({ params: { task_id: task.id } })
  expect({ status, value: result![0]!.animals!.value }).toEqual({ status: 'completed', value: [] })
})

describe('what does not fit the picture is refused with a pointer, and nothing is kept of it', () => {
  test('an answer, and a change of it', async () => {
    const project = await boxesProject()
    await send(project.id)
    const worker = await server.makeWorker(project.id)
    const held = await take(worker, project.id)
    expect(held.items[0]!.photo).toMatchObject({ original: { width: 40, height: 60 } })
    await expect(held.submit([cat, lying])).rejects.toMatchObject(outside('/answer/0/animals/1/width'))
    await expect(held.submit(new Array(1001).fill(cat))).rejects.toMatchObject({
      problem: { errors: [{ pointer: '/answer/0/animals', code: 'too_many' }] },
    })
    await expect(held.submit(null)).rejects.toMatchObject({ problem: { errors: [{ code: 'required' }] } })
    expect(await server.sql`select from answers where project_id = ${project.id}`).toHaveLength(0)
    await held.submit([cat])
    const change = (animals: Box[]) =>
      worker.client.changeAnswer({ params: { assignment_id: held.id }, body: { answer: [{ animals }] } })
    await expect(change([lying])).rejects.toMatchObject(outside('/answer/0/animals/0/width'))
    await change([])
    const [kept] = await server.sql`select "values" from answers where project_id = ${project.id}`
    expect(kept!.values).toEqual([{ animals: [] }])
  })

  test('a known answer: with the task, in bulk, for a task that is there', async () => {
    const project = await boxesProject()
    const gold = [{ animals: [lying] }]
    await expect(send(project.id, undefined, { gold })).rejects.toMatchObject(outside('/gold/0/animals/0/width'))
    const line = JSON.stringify({ task_spec: [{ photo: turned }], gold })
    const bulk = await ask(`${server.url}/tasks/bulk?project_id=${project.id}`, {
      key: server.key,
      method: 'POST',
      body: `${line}\n`,
      headers: { 'Content-Type': 'application/x-ndjson' },
    })
    expect(JSON.parse(bulk.text.trim())).toMatchObject({
      status: 'error',
      errors: [{ pointer: '/gold/0/animals/0/width' }],
    })
    const task = await send(project.id)
    const params = { task_id: task.id }
    await expect(server.client.markGold({ params, body: { answer: gold } })).rejects.toMatchObject(
      outside('/answer/0/animals/0/width'),
    )
    await server.client.markGold({ params, body: { answer: [{ animals: [cat] }] } })
  })

  test('a part of what is right is a part of the score of gold', async () => {
    const { output_spec } = await boxesProject()
    const scoreOf = (animals: Box[]) =>
      scoreAnswer(
        output_spec,
        [{ animals: [cat] }],
        [{ animals }],
        namingOf({ language: 'en', synonyms: [], apart: [], joining: {} }),
      )
    expect(
      scoreOf([
        { ...cat, x: 6 },
        { ...cat, label: 'dog', y: 0 },
      ]).share,
    ).toBeCloseTo(2 / 3)
    expect([scoreOf([cat]).share, scoreOf([]).share, scoreOf([{ ...cat, label: 'dog' }]).share]).toEqual([1, 0, 0])
  })

  test('what gold has found, missed and too many is kept, and told of the worker', async () => {
    const project = await boxesProject()
    const dog = { label: 'dog', x: 20, y: 40, width: 10, height: 15 }
    for (const n of [1, 2])
      await send(project.id, { photo: turned, note: String(n) }, { gold: [{ animals: [cat, dog] }] })
    await send(project.id)
    // The dice always say gold.
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const worker = await server.makeWorker(project.id)
    const said = [
      [
        { ...cat, x: 6 },
        { ...dog, label: 'cat' },
      ],
      [cat],
    ]
    for (const animals of said) await answerNext(worker, project.id, { animals })
    vi.restoreAllMocks()
    const { data } = await server.client.listProjectWorkers({ params: { project_id: project.id } })
    const worker_id = data[0]!.worker_id
    const { fields } = await server.client.readWorker({ params: { project_id: project.id, worker_id } })
    expect(fields).toMatchObject([{ field: 'animals', answered: 2, objects: { found: 2, missed: 2, extra: 1 } }])
  })

  test('a correction', async () => {
    const project = await boxesProject()
    const task = await send(project.id)
    await answerNext(await server.makeWorker(project.id), project.id, { animals: [cat] })
    const correct = (animals: Box[]) =>
      server.client.correctTask({ params: { task_id: task.id }, body: { result: [{ animals }], comment: '' } })
    await expect(correct([lying])).rejects.toMatchObject(outside('/result/0/animals/0/width'))
    await correct([])
    expect((await server.client.readTask({ params: { task_id: task.id } })).result![0]!.animals!.value).toEqual([])
  })

  test('practice', async () => {
    const project = await boxesProject({ training: { questions: 1, pass: 1 } })
    await send(project.id, undefined, { gold: [{ animals: [cat] }], training: true })
    const held = await take(await server.makeWorker(project.id), project.id)
    await expect(held.submit([lying])).rejects.toMatchObject(outside('/answer/0/animals/0/width'))
    const { feedback } = await held.submit([{ ...cat, x: 6 }])
    expect(feedback).toMatchObject({ right: true, answer: [{ animals: [cat] }], pairs: [{ animals: [0] }] })
  })
})

test('an item without the picture: only that there is nothing can be said of it', async () => {
  const project = await boxesProject()
  await send(project.id, { note: 'the camera was stolen' })
  const held = await take(await server.makeWorker(project.id), project.id)
  await expect(held.submit([cat])).rejects.toMatchObject({
    problem: { errors: [{ pointer: '/answer/0/animals', code: 'no_picture' }] },
  })
  expect(await held.submit([])).toMatchObject({ state: 'counted' })
})

test('the form says in which picture, and stays with it', async () => {
  const of = (draft: object) => boxesProject({ output_spec: [{ name: 'animals', type: 'boxes', ...draft }] })
  const pointer = { problem: { status: 422, errors: [{ pointer: '/output_spec/0/of' }] } }
  await expect(of({ of: 'note' })).rejects.toMatchObject(pointer)
  const project = await of({ of: 'photo' })
  const params = { project_id: project.id }
  const two = [...project.input_spec, { name: 'map', type: 'image' as const, required: false }]
  const edit = (name: string | undefined) =>
    server.client.editProject({
      params,
      body: { input_spec: two, output_spec: [{ name: 'animals', type: 'boxes', ...(name && { of: name }) }] },
    })
  await expect(edit(undefined)).rejects.toMatchObject(pointer)
  await expect(edit('map')).rejects.toMatchObject(pointer)
  expect(await edit('photo')).toMatchObject({ version: 2 })
  const withoutPhoto = { input_spec: [{ name: 'note', type: 'text' as const }] }
  await expect(server.client.editProject({ params, body: withoutPhoto })).rejects.toMatchObject(pointer)
  await expect(server.client.previewEdit({ params, body: withoutPhoto })).rejects.toMatchObject(pointer)
})
