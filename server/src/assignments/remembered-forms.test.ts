import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestPerson, type TestServer, textProject } from '../testing/server.ts'
import { together } from './together.ts'

/** An answer is counted by the form that its task was given with, unless anything has changed since: then by the form of now. */
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

type Held = { id: string; token: string }

const submit = ({ client }: TestPerson, { id, token }: Held, animal = 'cat') =>
  client.submitAssignment({ params: { assignment_id: id }, body: { token, answer: [{ animal }] } })

const remembered = (projectId: number, worker: TestPerson, { id, token }: Held) =>
  together(server.running.server).forms.of({ projectId, assignmentId: id, workerId: worker.id, token })

/** A project whose form this server has read, and a task of it that was taken. */
async function begin(draft: Parameters<typeof textProject>[1] = {}) {
  const { id } = await textProject(server.client, draft)
  for (let n = 0; n < 4; n++)
    await server.client.createTask({ body: { project_id: id, task_spec: [{ sentence: `${n}` }] } })
  const worker = await server.makeWorker(id)
  const take = async () => (await worker.client.takeAssignments({ body: { project_id: id } })).assignments[0] as Held
  await submit(worker, await take())
  return { id, worker, take, held: await take() }
}

test('the form of a task that wants one answer is known from the one before it', async () => {
  const { id, worker, held } = await begin()
  expect(remembered(id, worker, held)).toMatchObject({ version: 1, answered: 0, others: [], is_remembered: true })
  expect(remembered(id, worker, { ...held, token: 'x' })).toBeNull()
  expect(remembered(id, await server.makeWorker(id), held)).toBeNull()
  expect(await submit(worker, held)).toMatchObject({ state: 'counted' })
  expect(remembered(id, worker, held)).toBeNull()
  // The reply was lost, and the answer comes once more.
  expect(await submit(worker, held)).toMatchObject({ state: 'counted' })
  await expect(submit(worker, held, 'dog')).rejects.toMatchObject({ code: 'already_answered' })
})

test.each([
  ['where a task wants more answers than one', { min_answers: 2, max_answers: 2 }],
  ['where there is a floor of seconds', { min_seconds: 0.001 }],
])('nothing is remembered %s', async (_, draft) => {
  const { id, worker, held } = await begin(draft)
  expect(remembered(id, worker, held)).toBeNull()
  expect(await submit(worker, held)).toMatchObject({ state: 'counted' })
})

describe('what has changed since', () => {
  test.each([
    ['the most answers that the project asks for', { max_answers: 3, confidence: 0.99 }, 'open'],
    ['names that mean the same', { synonyms: [{ from: 'cat', to: 'lion' }] }, 'completed'],
  ] as const)('%s: the answer is judged by them', async (_, body, status) => {
    const { id, worker, held } = await begin({ min_answers: 1, max_answers: 1 })
    await server.client.editProject({ params: { project_id: id }, body: body as never })
    expect(await submit(worker, held)).toMatchObject({ state: 'counted' })
    const [task] = await server.sql<{ status: string; wanted: number }[]>`
      select t.status, t.wanted from tasks t join assignments a on a.task_id = t.id where a.id = ${held.id}`
    expect(task).toMatchObject({ status, wanted: status === 'open' ? 2 : 1 })
  })

  test('a floor of seconds: what came faster is kept and does not count', async () => {
    const { id, worker, held } = await begin()
    await server.client.editProject({ params: { project_id: id }, body: { min_seconds: 60 } })
    await expect(submit(worker, held)).rejects.toMatchObject({ code: 'too_fast' })
    expect(await server.sql`select state from answers where assignment_id = ${held.id}`).toEqual([
      { state: 'too_fast' },
    ])
  })

  test('the project has gold now: the task that was given is not told from it, and one that became gold is scored', async () => {
    const { id, worker, held } = await begin()
    const [task] = await server.sql<{ id: string }[]>`
      select task_id as id from assignments where id = ${held.id}`
    await server.client.markGold({ params: { task_id: task!.id }, body: { answer: [{ animal: 'cat' }] } })
    expect(remembered(id, worker, held)).not.toBeNull()
    expect(await submit(worker, held)).toMatchObject({ state: 'counted' })
    expect(await server.sql`select task_id from gold_scores where project_id = ${id}`).toEqual([{ task_id: task!.id }])
  })

  test('the task is over: the answer is kept as late', async () => {
    const { worker, held } = await begin()
    const [task] = await server.sql<{ id: string }[]>`select task_id as id from assignments where id = ${held.id}`
    await server.client.cancelTask({ params: { task_id: task!.id } })
    await expect(submit(worker, held)).rejects.toMatchObject({ code: 'gone' })
    expect(await server.sql`select state from answers where assignment_id = ${held.id}`).toEqual([{ state: 'late' }])
  })
})
