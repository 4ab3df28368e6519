import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeAnswers, refitNow } from '../crowd/crowd.fixture.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const shape = { tasks: 60, workers: 6, overlap: 3 }
const names = ['cat', 'dog', 'fox', 'owl', 'bee', 'ant']

/** A third of the people call a cat a kitty. */
const say = (task: number, worker: number) => {
  const name = names[task % 6]!
  return { animal: name === 'cat' && worker % 3 === 0 ? 'Kitty' : name }
}

async function answered() {
  const project = await textProject(server.client, { min_answers: 3 })
  const { workers } = await makeAnswers(server.sql, project.id, shape, say)
  await refitNow(server.running.server, project.id)
  return { params: { project_id: project.id }, workers, id: project.id }
}

describe('why this result?', () => {
  test('the answers with their workers’ accuracies, the refit, the posterior and what is published', async () => {
    const { id } = await answered()
    const task = (await server.client.listTasks({ query: { project_id: id } })).data[0]!
    const explanation = await server.client.readExplanation({ params: { task_id: task.id } })
    expect(explanation).toMatchObject({ task_id: task.id, method: 'model', refit: 1, version: 1, corrected: false })
    expect(explanation.answers).toHaveLength(3)
    const { data: workers } = await server.client.listProjectWorkers({ params: { project_id: id } })
    for (const { worker_id, accuracy, values } of explanation.answers) {
      expect(workers.map((worker) => worker.worker_id)).toContain(worker_id)
      expect(accuracy?.animal).toBeGreaterThan(0.5)
      expect(values[0]).toHaveProperty('animal')
    }
    const { posterior, joined, ...result } = explanation.items[0]!.animal!
    expect(result).toEqual(task.result?.[0]?.animal)
    expect(posterior).toBeGreaterThan(result.confidence)
    expect(joined).toEqual([])
  })

  test('a task without a result says so', async () => {
    const project = await textProject(server.client)
    const { id } = await server.client.createTask({ body: { project_id: project.id, task_spec: [{ sentence: 'x' }] } })
    await expect(server.client.readExplanation({ params: { task_id: id } })).rejects.toMatchObject({ code: 'conflict' })
  })
})

test('the quality of a project, and of its workers', async () => {
  const { params } = await answered()
  const quality = await server.client.readQuality({ params })
  expect(quality).toMatchObject({
    refit: 1,
    refit_answers: 180,
    refit_due: false,
    answers: 180,
    tasks: 60,
    mean_answers: 3,
  })
  expect(quality.fields).toEqual([
    { field: 'animal', type: 'input', method: 'names', answers: 180, alpha: expect.any(Number) },
  ])
  expect(quality.bands.reduce((sum, band) => sum + band.tasks, 0)).toBe(60)
  const { data } = await server.client.listProjectWorkers({ params })
  expect(data).toHaveLength(6)
  for (const worker of data) {
    const [own] = worker.quality
    expect(own).toMatchObject({ field: 'animal', answered: worker.answers })
    expect(own!.low).toBeLessThan(own!.accuracy)
    expect(own!.high).toBeGreaterThan(own!.accuracy)
  }
})

test('a project without a refit has nothing to say yet', async () => {
  const { id } = await textProject(server.client)
  expect(await server.client.readQuality({ params: { project_id: id } })).toMatchObject({
    ...{ refit: 0, refit_at: null, tasks: 0, mean_answers: null, fields: [] },
  })
})

describe('synonyms', () => {
  test('are suggested, approved, and applied to what is there', async () => {
    const { id, params } = await answered()
    const { data } = await server.client.listSynonymSuggestions({ params })
    expect(data).toEqual([
      { field: 'animal', from: 'kitty', to: 'cat', together: 10, tasks: 10, answers: 10, why: 'together' },
    ])
    await server.client.editProject({ params, body: { synonyms: [{ from: 'kitty', to: 'cat' }] } })
    const cat = async () =>
      (await server.client.listTasks({ query: { project_id: id } })).data.find(({ name }) => name === '0')
    await expect
      .poll(async () => (await cat())?.result?.[0]?.animal?.votes, { timeout: 20_000 })
      .toEqual([{ value: 'cat', count: 3 }])
    await expect.poll(async () => (await server.client.listSynonymSuggestions({ params })).data).toEqual([])
  })

  test.each([
    [
      'a circle',
      [
        ['kitty', 'cat'],
        ['Cat', 'kitty'],
      ],
      '/synonyms',
      'cycle',
    ],
    [
      'two meanings',
      [
        ['kitty', 'cat'],
        ['kitty', 'dog'],
      ],
      '/synonyms/1',
      'contradiction',
    ],
    ['nothing', [['\u200b', 'cat']], '/synonyms/0', 'empty'],
  ] as const)('%s is refused with a pointer, and nothing changes', async (_, pairs, pointer, code) => {
    const project = await textProject(server.client, { synonyms: [{ from: 'a', to: 'b' }] })
    const params = { project_id: project.id }
    const synonyms = pairs.map(([from, to]) => ({ from, to }))
    await expect(server.client.editProject({ params, body: { synonyms } })).rejects.toMatchObject({
      problem: { status: 422, errors: [{ pointer, code }] },
    })
    expect(await server.client.readProject({ params })).toEqual(project)
  })
})
