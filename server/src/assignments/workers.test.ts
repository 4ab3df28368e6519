import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerNext } from '../testing/answer-task.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

/** A project with tasks, and a worker who has answered one of them. */
async function set(access: 'invitation' | 'open' = 'invitation') {
  const project = await textProject(server.client, { access })
  for (let n = 0; n < 4; n++)
    await server.client.createTask({ body: { project_id: project.id, task_spec: [{ sentence: `${n}` }] } })
  const worker = access === 'open' ? await server.makePerson() : await server.makeWorker(project.id)
  await answerNext(worker, project.id, { animal: 'cat' })
  const known = async () => (await server.client.listProjectWorkers({ params: { project_id: project.id } })).data[0]!
  const params = { project_id: project.id, worker_id: (await known()).worker_id }
  const take = (by = worker) => by.client.takeAssignments({ body: { project_id: project.id } })
  return { project, worker, params, known, take }
}

describe.each(['invitation', 'open'] as const)('a worker of a project by %s', (access) => {
  test('paused, gets no tasks and is told why; what they hold can be answered; then goes on', async () => {
    const { params, known, take, worker } = await set(access)
    const { assignments } = await take()
    await server.client.pauseWorker({ params, body: { reason: 'Please read the instructions again.' } })
    expect(await take()).toEqual({
      assignments: [],
      reason: 'worker_paused',
      detail: 'Please read the instructions again.',
      appeal: 'possible',
      retry_after_seconds: 60,
    })
    expect(await known()).toMatchObject({ paused_reason: 'Please read the instructions again.', removed: false })
    const { id, token } = assignments[0] as { id: string; token: string }
    const body = { token, answer: [{ animal: 'dog' }] }
    await expect(worker.client.submitAssignment({ params: { assignment_id: id }, body })).resolves.toMatchObject({
      state: 'counted',
    })
    await server.client.resumeWorker({ params })
    expect(await known()).toMatchObject({ paused_at: null, paused_reason: null })
    expect((await take()).assignments).toHaveLength(1)
  })

  test('W-30 removed, loses what they hold to others and finds the project no more; then is let in again', async () => {
    const { project, params, known, take } = await set(access)
    const held = (await take()).assignments[0]!
    await server.client.removeWorker({ params })
    await expect(take()).rejects.toMatchObject({ code: 'not_found' })
    expect(await known()).toMatchObject({ removed: true, answers: 1 })
    const other = await server.makeWorker(project.id)
    const next = (await take(other)).assignments[0]!
    expect(next.items).toEqual(held.items)
    await server.client.removeWorker({ params })
    const [task] = await server.sql`
      select sum(active)::int as active from tasks where project_id = ${project.id}`
    expect(task).toEqual({ active: 1 })
    await server.client.restoreWorker({ params })
    expect((await take()).assignments).toHaveLength(1)
  })
})

test('another project of the same workspace goes on', async () => {
  const { params, worker } = await set()
  const other = await textProject(server.client, { access: 'open' })
  await server.client.createTask({ body: { project_id: other.id, task_spec: [{ sentence: 'x' }] } })
  await server.client.pauseWorker({ params, body: { reason: 'x' } })
  const taken = await worker.client.takeAssignments({ body: { project_id: other.id } })
  expect(taken.assignments).toHaveLength(1)
  const unknown = { project_id: other.id, worker_id: 'w_0000000000000000' }
  await expect(server.client.pauseWorker({ params: unknown, body: { reason: 'x' } })).rejects.toMatchObject({
    code: 'not_found',
  })
})
