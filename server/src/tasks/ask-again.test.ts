import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerNext } from '../testing/answer-task.ts'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestPerson, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

/** A task that has been answered by one worker for each value. */
async function answered(values: string[], minAnswers = values.length) {
  const project = await textProject(server.client, { min_answers: minAnswers })
  const { id } = await server.client.createTask({ body: { project_id: project.id, task_spec: [{ sentence: 'x' }] } })
  const workers: TestPerson[] = []
  for (const animal of values) {
    const worker = await server.makeWorker(project.id)
    workers.push(worker)
    expect(await answerNext(worker, project.id, { animal })).not.toBeNull()
  }
  const params = { task_id: id }
  return {
    project,
    params,
    workers,
    read: () => server.client.readTask({ params }),
    answer: async (animal: string) => answerNext(await server.makeWorker(project.id), project.id, { animal }),
  }
}

const events = (taskId: string) => server.client.listTaskEvents({ params: { task_id: taskId } })

test('a completed task is opened for more answers; its result stays until the new one takes its place', async () => {
  const { params, read, answer, project } = await answered(['cat'])
  const before = await read()
  const cursor = (await ask(`${server.url}/projects/${project.id}/results`, { key: server.key })).headers.get(
    'whisker-cursor',
  ) as string
  const reopened = await server.client.askAgain({ params, body: { count: 2 } })
  expect(reopened).toMatchObject({ status: 'open', answers: 1, answers_wanted: 3, result: before.result })
  expect(reopened.completed_at).toBe(before.completed_at)
  await answer('dog')
  expect(await read()).toMatchObject({ status: 'open', result: before.result, completed_at: before.completed_at })
  await answer('dog')
  const after = await read()
  expect(after).toMatchObject({ status: 'completed', answers: 3 })
  expect(after.result?.[0]?.animal).toMatchObject({ value: 'dog', votes: [{ count: 2 }, { count: 1 }] })
  const news = await ask(`${server.url}/projects/${project.id}/results?after=${cursor}`, { key: server.key })
  expect(news.text).toContain('"dog"')
  const { data } = await events(params.task_id)
  expect(data.map(({ type }) => type)).toEqual([
    'task.created',
    'answer.submitted',
    'task.completed',
    'task.reopened',
    'answer.submitted',
    'answer.submitted',
    'task.completed',
  ])
  expect(data[3]?.data).toMatchObject({ answers: 1, answers_wanted: 3 })
})

test('W-04 only who has not answered it yet is asked, also when their cursor had passed it', async () => {
  const { params, project, workers } = await answered(['cat'])
  const passer = await server.makeWorker(project.id)
  expect(await answerNext(passer, project.id, { animal: 'x' })).toBeNull()
  await server.client.askAgain({ params, body: { count: 1 } })
  expect(await answerNext(workers[0] as TestPerson, project.id, { animal: 'x' })).toBeNull()
  expect(await answerNext(passer, project.id, { animal: 'cat' })).not.toBeNull()
})

test('a change of the overlap does not take away what somebody asked for', async () => {
  const { params, project, read } = await answered(['cat'])
  await server.client.askAgain({ params, body: { count: 2 } })
  await server.client.editProject({ params: { project_id: project.id }, body: { min_answers: 2, max_answers: 2 } })
  await expect
    .poll(async () => (await server.sql`select overlap_pending from projects where id = ${project.id}`)[0])
    .toEqual({ overlap_pending: false })
  expect(await read()).toMatchObject({ status: 'open', answers_wanted: 3 })
})

test('W-01 asked about by many at once, a task is opened once', async () => {
  const { params, read } = await answered(['cat'])
  const tries = await Promise.allSettled(
    Array.from({ length: 8 }, () => server.client.askAgain({ params, body: { count: 2 } })),
  )
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await read()).toMatchObject({ answers_wanted: 3 })
})

test('R-01 the same request sent again by its key asks once', async () => {
  const { params, read } = await answered(['cat'])
  const send = () =>
    ask(`${server.url}/tasks/${params.task_id}/extra-answers`, {
      key: server.key,
      headers: { 'idempotency-key': params.task_id },
      json: { count: 1 },
    })
  const first = await send()
  expect(first.status).toBe(201)
  const again = await send()
  expect([again.status, again.text]).toEqual([201, first.text])
  expect(await read()).toMatchObject({ answers_wanted: 2 })
})

test('what cannot be asked again says why', async () => {
  const open = await answered([], 1)
  const again = (params: { task_id: string }, count = 1) => server.client.askAgain({ params, body: { count } })
  await expect(again(open.params)).rejects.toMatchObject({ code: 'conflict', problem: { detail: /already waits/ } })
  await server.client.cancelTask({ params: open.params })
  await expect(again(open.params)).rejects.toMatchObject({ code: 'conflict', problem: { detail: /cancelled/ } })
  const done = await answered(['cat'])
  for (const count of [0, 51, 1.5]) await expect(again(done.params, count)).rejects.toMatchObject({ code: 'invalid' })
  await server.sql`update tasks set answered = 70, wanted = 70 where id = ${done.params.task_id}`
  await expect(again(done.params, 31)).rejects.toMatchObject({ problem: { detail: /100 are the most/ } })
  await server.sql`update tasks set answered = 1, wanted = 1 where id = ${done.params.task_id}`
  await server.client.correctTask({ params: done.params, body: { result: [{ animal: 'dog' }] } })
  await expect(again(done.params)).rejects.toMatchObject({ problem: { detail: /Undo the correction/ } })
  await server.client.undoCorrection({ params: done.params })
  await server.client.archiveProject({ params: { project_id: done.project.id } })
  await expect(again(done.params)).rejects.toMatchObject({ code: 'project_closed' })
})
