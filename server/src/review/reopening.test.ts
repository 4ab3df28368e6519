import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Fault } from '../fsck/fault.ts'
import { checkTasks } from '../fsck/tasks.ts'
import { answerNext } from '../testing/answer-task.ts'
import { ask } from '../testing/ask.ts'
import { animalProject, startTestServer, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const reopen = (taskId: string) => ask(`${server.url}/tasks/${taskId}/reopening`, { method: 'POST', key: server.key })

/** A task with so many answers, then cancelled. */
async function cancelled(draft: object, answers: string[]) {
  const project = await textProject(server.client, draft)
  const { id } = await server.client.createTask({
    body: { project_id: project.id, task_spec: [{ sentence: 'x' }], external_id: 'x' },
  })
  const workers = []
  for (const animal of answers) {
    const worker = await server.makeWorker(project.id)
    workers.push(worker)
    await answerNext(worker, project.id, { animal })
  }
  await server.client.cancelTask({ params: { task_id: id } })
  return {
    id,
    project,
    workers,
    read: () => server.client.readTask({ params: { task_id: id } }),
    answer: async () => answerNext(await server.makeWorker(project.id), project.id, { animal: 'cat' }),
  }
}

async function expectHealthy() {
  const faults: Fault[] = []
  await checkTasks(server.sql, (fault) => faults.push(fault))
  expect(faults).toEqual([])
}

describe('B3 a cancelled task is opened again', () => {
  test('B3 its answers stand, the same people are not asked again, and it ends with exactly N', async () => {
    const { id, project, workers, read, answer } = await cancelled({ min_answers: 3, max_answers: 3 }, ['cat', 'cat'])
    const { status, json } = await reopen(id)
    expect([status, json.status, json.answers, json.answers_wanted]).toEqual([201, 'open', 2, 3])
    expect(await answerNext(workers[0]!, project.id, { animal: 'dog' })).toBe(null)
    expect(await answer()).not.toBe(null)
    expect(await read()).toMatchObject({ status: 'completed', answers: 3 })
    expect(await answer()).toBe(null)
    const { data } = await server.client.listTaskEvents({ params: { task_id: id } })
    expect(data.map(({ type }) => type)).toEqual([
      'task.created',
      'answer.submitted',
      'answer.submitted',
      'task.cancelled',
      'task.reopened',
      'answer.submitted',
      'task.completed',
    ])
    await expectHealthy()
  })

  test('B3 twice at once: one opens it, and it wants no answer too many', async () => {
    const { id, read } = await cancelled({ min_answers: 2 }, [])
    const replies = await Promise.all(Array.from({ length: 6 }, () => reopen(id)))
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409])
    expect(await read()).toMatchObject({ status: 'open', answers: 0, answers_wanted: 2 })
    const { data } = await server.client.listTaskEvents({ params: { task_id: id } })
    expect(data.filter(({ type }) => type === 'task.reopened')).toHaveLength(1)
  })

  test('B3 the project asks for fewer answers by now: those that it has decide', async () => {
    const { id, project } = await cancelled({ min_answers: 3, max_answers: 3 }, ['cat', 'cat'])
    await server.client.editProject({ params: { project_id: project.id }, body: { min_answers: 2, max_answers: 2 } })
    expect((await reopen(id)).json).toMatchObject({ status: 'completed', answers: 2 })
    await expectHealthy()
  })

  test('B3 the project asks for more by now; a paused one opens its task and hands it out later; an archived one does not', async () => {
    const { id, project, read, answer } = await cancelled({ min_answers: 1 }, [])
    const params = { project_id: project.id }
    await server.client.editProject({ params, body: { min_answers: 2, max_answers: 4 } })
    await server.client.archiveProject({ params })
    expect((await reopen(id)).problem.code).toBe('project_closed')
    await server.client.resumeProject({ params }).catch(() => {})
    await server.sql`update projects set status = 'paused' where id = ${project.id}`
    expect((await reopen(id)).json).toMatchObject({ status: 'open', answers_wanted: 2 })
    expect(await answer()).toBe(null)
    await server.client.resumeProject({ params })
    expect(await answer()).not.toBe(null)
    expect(await read()).toMatchObject({ answers: 1, status: 'open' })
  })

  test('B3 a task that is neither cancelled nor unreadable says what can be done instead', async () => {
    const project = await textProject(server.client)
    const { id } = await server.client.createTask({ body: { project_id: project.id, task_spec: [{ sentence: 'x' }] } })
    expect((await reopen(id)).problem).toMatchObject({
      code: 'conflict',
      detail: expect.stringContaining('open already'),
    })
    await answerNext(await server.makeWorker(project.id), project.id, { animal: 'cat' })
    expect((await reopen(id)).problem.detail).toContain('extra-answers')
  })

  test('B3 a worker who passed it finds it again', async () => {
    const project = await textProject(server.client)
    const made = []
    for (let n = 0; n < 5; n++)
      made.push(await server.client.createTask({ body: { project_id: project.id, task_spec: [{ sentence: `${n}` }] } }))
    const worker = await server.makeWorker(project.id)
    await server.client.cancelTask({ params: { task_id: made[0]!.id } })
    while (await answerNext(worker, project.id, { animal: 'cat' }));
    expect((await reopen(made[0]!.id)).status).toBe(201)
    expect(await answerNext(worker, project.id, { animal: 'cat' })).not.toBe(null)
  })
})

describe('B3 whoever sends it again is told', () => {
  test('B3 by one request and in bulk, and by the look-up', async () => {
    const { id, project } = await cancelled({}, [])
    const body = { task_spec: [{ sentence: 'x' }], external_id: 'x' }
    expect(await server.client.createTask({ body: { project_id: project.id, ...body } })).toMatchObject({
      id,
      status: 'cancelled',
      deduplicated: true,
    })
    const bulk = await ask(`${server.url}/tasks/bulk?project_id=${project.id}`, {
      method: 'POST',
      key: server.key,
      headers: { 'content-type': 'application/x-ndjson' },
      body: `${JSON.stringify(body)}\n`,
    })
    expect(JSON.parse(bulk.text)).toMatchObject({ status: 'duplicate', task_id: id, task_status: 'cancelled' })
    const { found } = await server.client.lookUpTasks({ body: { project_id: project.id, external_ids: ['x'] } })
    expect(found).toMatchObject([{ task_id: id, status: 'cancelled' }])
  })

  test('B3 F1 a task that an earlier version made unreadable for want of its file is open again when it is sent again', async () => {
    const project = await animalProject(server.client)
    const bytes = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#123456' } })
      .png()
      .toBuffer()
    const value = `data:image/png;base64,${bytes.toString('base64')}`
    const body = { project_id: project.id, task_spec: [{ image_with_animal: value }], external_id: 'x' }
    const { id } = await server.client.createTask({ body })
    const endAs = (assetReason: string | null) =>
      server.sql.begin(async (tx) => {
        await tx`update tasks set status = 'unreadable', unreadable_reason = 'gone' where id = ${id}`
        await tx`update assets set unreadable = ${assetReason} where sha256 = ${body.task_spec[0]!.image_with_animal && (await server.client.readTask({ params: { task_id: id } })).task_spec[0]!.image_with_animal!.slice(6)}`
      })
    await endAs(null)
    expect(await server.client.createTask({ body })).toMatchObject({ id, status: 'open', unreadable_reason: null })
    // Its own bytes are no picture: sending them again changes nothing; asked for by name, it is tried once more.
    await endAs('This picture cannot be decoded (made up).')
    expect(await server.client.createTask({ body })).toMatchObject({ id, status: 'unreadable' })
    expect((await reopen(id)).json).toMatchObject({ status: 'open', unreadable_reason: null })
    expect(await answerNext(await server.makeWorker(project.id), project.id, { animal: 'cat' })).not.toBe(null)
    await expectHealthy()
  })
})
