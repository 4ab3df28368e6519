import type { Task } from '@whisker/api/tasks.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerNext } from '../testing/answer-task.ts'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

/** A completed task whose answer was "cat". */
async function completed() {
  const project = await textProject(server.client)
  const { id } = await server.client.createTask({ body: { project_id: project.id, task_spec: [{ sentence: 'x' }] } })
  await answerNext(await server.makeWorker(project.id), project.id, { animal: 'cat' })
  const params = { task_id: id }
  return { project, params, task: await server.client.readTask({ params }) }
}

const correct = (params: { task_id: string }, animal: string, comment = '') =>
  server.client.correctTask({ params, body: { result: [{ animal }], comment } })
const undo = (params: { task_id: string }) => server.client.undoCorrection({ params })
const animalOf = (task: Task) => task.result?.[0]?.animal?.value

async function updates(taskId: string) {
  const { data } = await server.client.listTaskEvents({ params: { task_id: taskId } })
  return data.filter(({ type }) => type === 'result.updated').map((event) => event.data)
}

/** As a project leaves it when the answers disagree: another result, another status. */
async function makeUnsure(taskId: string) {
  await server.sql`update tasks set status = 'needs_review' where id = ${taskId}`
  await server.sql`update results set confidence = 0.4, method = 'model', provenance = '{"why": 1}' where task_id = ${taskId}`
}

describe('a correction', () => {
  test('is the result with confidence 1; the votes stay, exports give it again, an event tells', async () => {
    const { project, params, task } = await completed()
    const read = async (after?: string) => {
      const query = after ? `?after=${after}` : ''
      return ask(`${server.url}/projects/${project.id}/results${query}`, { key: server.key })
    }
    const cursor = (await read()).headers.get('whisker-cursor') as string
    const done = await correct(params, ' lynx ', 'Look at the ears.')
    expect(done).toMatchObject({
      status: 'completed',
      confidence: 1,
      method: 'reviewer',
      completed_at: task.completed_at,
    })
    expect(done.result?.[0]?.animal).toEqual({ value: 'lynx', confidence: 1, votes: task.result?.[0]?.animal?.votes })
    expect(done.corrected_at).not.toBeNull()
    expect((await read(cursor)).text).toContain('"lynx"')
    const [row] = await server.sql`select labels from results where task_id = ${params.task_id}`
    expect(row).toEqual({ labels: [`${project.id}:animal=lynx`] })
    expect(await updates(params.task_id)).toEqual([
      { project_id: project.id, task_id: params.task_id, external_id: null, result: done.result, reason: 'correction' },
    ])
  })

  test('says who, when and why', async () => {
    const { params } = await completed()
    const person = await server.makePerson({ workspaceId: server.running.workspaceId, role: 'editor' })
    await person.client.correctTask({ params, body: { result: [{ animal: 'lynx' }], comment: 'Ears.' } })
    await correct(params, 'puma')
    const { data } = await server.client.listCorrections({ params })
    expect(data).toMatchObject([
      { result: [{ animal: 'puma' }], by: null, comment: '', ended_at: null },
      { result: [{ animal: 'lynx' }], by: 'Test Person', comment: 'Ears.' },
    ])
    expect(data[1]?.ended_at).not.toBeNull()
  })

  test('of a task to review completes it, and undoing it leads back there', async () => {
    const { params } = await completed()
    await makeUnsure(params.task_id)
    const done = await correct(params, 'lynx')
    expect(done).toMatchObject({ status: 'completed', method: 'reviewer' })
    const { data } = await server.client.listTaskEvents({ params })
    expect(data.filter(({ type }) => type === 'task.completed')).toHaveLength(2)
    const back = await undo(params)
    expect(back).toMatchObject({ status: 'needs_review', confidence: 0.4, method: 'model', corrected_at: null })
    expect(animalOf(back)).toBe('cat')
    expect(await server.sql`select provenance from results where task_id = ${params.task_id}`).toEqual([
      { provenance: { why: 1 } },
    ])
  })

  test('that replaces another is undone to what the answers said', async () => {
    const { project, params, task } = await completed()
    await correct(params, 'lynx')
    expect(animalOf(await correct(params, 'puma'))).toBe('puma')
    const cursor = (await ask(`${server.url}/projects/${project.id}/results`, { key: server.key })).headers.get(
      'whisker-cursor',
    ) as string
    expect(await undo(params)).toEqual(task)
    const again = await ask(`${server.url}/projects/${project.id}/results?after=${cursor}`, { key: server.key })
    expect(again.text).toContain('"cat"')
    expect(await undo(params)).toEqual(task)
    expect((await updates(params.task_id)).map(({ reason }) => reason)).toEqual([
      'correction',
      'correction',
      'correction_undone',
    ])
  })

  test('of a task without a result: undone, there is none again', async () => {
    const { params } = await completed()
    await makeUnsure(params.task_id)
    await server.sql`delete from results where task_id = ${params.task_id}`
    expect(animalOf(await correct(params, 'lynx'))).toBe('lynx')
    expect(await undo(params)).toMatchObject({ status: 'needs_review', result: null })
    expect((await updates(params.task_id)).at(-1)).toMatchObject({ result: null, reason: 'correction_undone' })
  })

  test('R-01 sent again changes nothing', async () => {
    const { params } = await completed()
    const first = await correct(params, 'lynx', 'Ears.')
    expect(await correct(params, 'lynx', 'Ears.')).toEqual(first)
    expect((await server.client.listCorrections({ params })).data).toHaveLength(1)
    expect(await updates(params.task_id)).toHaveLength(1)
  })

  test('R-07 by many at once: one is live, each of the others was replaced, and undoing leads to the answers', async () => {
    const { params, task } = await completed()
    await Promise.all(Array.from({ length: 8 }, (_, n) => correct(params, `animal ${n}`)))
    const { data } = await server.client.listCorrections({ params })
    expect(data.filter(({ ended_at }) => ended_at === null)).toHaveLength(1)
    expect(data).toHaveLength(8)
    expect(data[0]?.result[0]?.animal).toBe(animalOf(await server.client.readTask({ params })))
    await Promise.all([undo(params), undo(params), undo(params)])
    expect(await server.client.readTask({ params })).toEqual(task)
    expect((await updates(params.task_id)).filter(({ reason }) => reason === 'correction_undone')).toHaveLength(1)
  })

  test('is checked like an answer, with pointers into the correction', async () => {
    const { params } = await completed()
    const put = (body: unknown) =>
      ask(`${server.url}/tasks/${params.task_id}/correction`, { method: 'PUT', key: server.key, json: body })
    for (const [body, pointer] of [
      [{ result: [{}] }, '/result/0/animal'],
      [{ result: [{ animal: 7 }] }, '/result/0/animal'],
      [{ result: [{ animal: 'cat', colour: 'red' }] }, '/result/0/colour'],
      [{ result: [{ animal: 'cat' }, { animal: 'dog' }] }, '/result'],
      [{ result: [] }, '/result'],
      [{ result: [{ animal: 'a\u0000' }] }, '/result/0/animal'],
      [{ result: [{ animal: 'cat' }], comment: '\ud800' }, '/comment'],
    ] as const) {
      const { problem } = await put(body)
      expect(problem, JSON.stringify(body)).toMatchObject({ status: 422, errors: [{ pointer }] })
    }
    expect(await updates(params.task_id)).toEqual([])
  })

  test('needs a task that is finished', async () => {
    const project = await textProject(server.client)
    const { id } = await server.client.createTask({ body: { project_id: project.id, task_spec: [{ sentence: 'x' }] } })
    const params = { task_id: id }
    await expect(correct(params, 'cat')).rejects.toMatchObject({ code: 'conflict', problem: { detail: /still waits/ } })
    await server.client.cancelTask({ params })
    await expect(correct(params, 'cat')).rejects.toMatchObject({ code: 'conflict', problem: { detail: /cancelled/ } })
  })

  test('stands when the last of more answers comes: completing never replaces it', async () => {
    const { project, params } = await completed()
    await server.client.askAgain({ params, body: { count: 2 } })
    // As if the correction had committed at the same moment as the task was opened again.
    await server.sql`update results set corrected_at = now(), method = 'reviewer' where task_id = ${params.task_id}`
    for (const worker of [await server.makeWorker(project.id), await server.makeWorker(project.id)])
      await answerNext(worker, project.id, { animal: 'dog' })
    const task = await server.client.readTask({ params })
    expect(task).toMatchObject({ status: 'completed', answers: 3, method: 'reviewer' })
    expect(animalOf(task)).toBe('cat')
  })
})
