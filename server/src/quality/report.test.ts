import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerNext } from '../testing/answer-task.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

test('a report tells what labels cost and how good they are; gold is judged blind', async () => {
  const options = ['cat', 'dog'].map((value) => ({ value }))
  const project = await textProject(server.client, {
    min_answers: 2,
    max_answers: 2,
    inject_gold: false,
    output_spec: [{ name: 'animal', type: 'radio', options }],
  })
  for (let n = 0; n < 6; n++)
    await server.client.createTask({ body: { project_id: project.id, task_spec: [{ sentence: `${n}` }] } })
  const [a, b] = [await server.makeWorker(project.id), await server.makeWorker(project.id)]
  for (let n = 0; n < 6; n++) {
    await answerNext(a, project.id, { animal: 'cat' })
    await answerNext(b, project.id, { animal: n === 0 ? 'dog' : 'cat' })
  }
  const { data } = await server.client.listTasks({ query: { project_id: project.id } })
  // Everybody said cat; it was a dog.
  const mark = { params: { task_id: data[5]!.id }, body: { answer: [{ animal: 'dog' }] } }
  await server.client.markGold(mark)
  const report = await server.client.readReport({ params: { project_id: project.id } })
  // One is gold now, and one tie waits for a person.
  expect(report).toMatchObject({ tasks: 4, answers: 8, answers_per_task: 2, saved: 0 })
  const [field] = report.fields
  expect(field).toMatchObject({ field: 'animal', type: 'radio', tasks: 6, answers: 12, measured_by: 'results' })
  expect(field?.gold).toMatchObject({ tasks: 1, labels: { of: 1 }, answers: { of: 2 } })
  expect(field?.gold?.labels.share).toBeLessThan(0.5)
  expect(field?.confusion?.names).toEqual(['cat', 'dog'])
  expect(field?.confusion?.counts.flat().reduce((sum, count) => sum + count, 0)).toBe(12)
  expect(field?.confusion?.counts[1]?.[0]).toBeGreaterThanOrEqual(2)
  expect(field?.spent.map((point) => point.answers_per_task)).toEqual([1, 2])
  expect(field?.calibration).toBeNull()
  // Within the minute it is the same one.
  expect(await server.client.readReport({ params: { project_id: project.id } })).toEqual(report)
})

test('a project without answers has a report without figures', async () => {
  const project = await textProject(server.client)
  const report = await server.client.readReport({ params: { project_id: project.id } })
  expect(report).toMatchObject({ tasks: 0, answers: 0, answers_per_task: null, saved: null })
  expect(report.fields).toMatchObject([{ field: 'animal', answers: 0, alpha: null, gold: null, spent: [] }])
})
