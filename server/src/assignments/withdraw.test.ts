import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Crowds } from '../crowd/crowds.ts'
import { startTestServer, type TestPerson, type TestServer, textProject } from '../testing/server.ts'
import { findForm } from './find-form.ts'
import { submitAnswer } from './submit.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ WORKER_HOLDS: '5' })
})
afterAll(() => server.close())

type Held = { id: string; token: string }

async function makeTask(minAnswers: number) {
  const project = await textProject(server.client, { min_answers: minAnswers })
  const task = await server.client.createTask({ body: { project_id: project.id, task_spec: [{ sentence: 'a' }] } })
  return { projectId: project.id, taskId: task.id }
}

async function take(worker: TestPerson, projectId: number, count = 1): Promise<Held[]> {
  return (await worker.client.takeAssignments({ body: { project_id: projectId, count } })).assignments
}

const submit = (worker: TestPerson, { id, token }: Held, animal: string) =>
  worker.client.submitAssignment({ params: { assignment_id: id }, body: { token, answer: [{ animal }] } })

const withdraw = (worker: TestPerson, { id, token }: Held) =>
  worker.client.withdrawAnswer({ params: { assignment_id: id }, body: { token } })

/** A worker with an answer to the only task of a new project. */
async function answered(minAnswers: number, animal = 'cat') {
  const made = await makeTask(minAnswers)
  const worker = await server.makeWorker(made.projectId)
  const [hold] = (await take(worker, made.projectId)) as [Held]
  await submit(worker, hold, animal)
  return { ...made, worker, hold }
}

const counters = async (projectId: number) =>
  (await server.sql`select answered, active, status from tasks where project_id = ${projectId}`)[0]

const eventTypes = async (projectId: number) =>
  (await server.sql<{ type: string }[]>`select type from events where project_id = ${projectId} order by id`).map(
    ({ type }) => type,
  )

const refusal = { code: 'too_late', problem: { status: 409 } }

describe('taking the last answer back', () => {
  test('the completed task is open again, its result is gone, and the worker holds it', async () => {
    const { projectId, taskId, worker, hold } = await answered(1)
    const before = await server.client.readTask({ params: { task_id: taskId } })
    expect(before).toMatchObject({ status: 'completed', result: [{ animal: { value: 'cat' } }] })
    const again = await withdraw(worker, hold)
    expect(again).toMatchObject({ id: hold.id, token: hold.token, items: [{ sentence: { text: 'a' } }] })
    expect(again.seconds_left).toBeGreaterThan(60)
    expect(await server.client.readTask({ params: { task_id: taskId } })).toMatchObject({
      status: 'open',
      answers: 0,
      result: null,
      completed_at: null,
    })
    expect((await server.client.listAnswers({ params: { task_id: taskId } })).data).toEqual([])
    expect((await take(await server.makeWorker(projectId), projectId)).length).toBe(0)
    await submit(worker, hold, 'dog')
    const after = await server.client.readTask({ params: { task_id: taskId } })
    expect(after).toMatchObject({ status: 'completed', result: [{ animal: { value: 'dog' } }] })
    expect(await eventTypes(projectId)).toEqual([
      'project.created',
      'task.created',
      'answer.submitted',
      'task.completed',
      'answer.withdrawn',
      'task.reopened',
      'answer.submitted',
      'task.completed',
    ])
  })

  test('a task that was still open stays open, and nothing says that it was reopened', async () => {
    const { projectId, worker, hold } = await answered(2)
    await withdraw(worker, hold)
    expect(await counters(projectId)).toEqual({ answered: 0, active: 1, status: 'open' })
    expect(await eventTypes(projectId)).not.toContain('task.reopened')
  })

  test('asked twice, one after the other or at once, it is taken back once', async () => {
    const { projectId, worker, hold } = await answered(3)
    const holds = await Promise.all([withdraw(worker, hold), withdraw(worker, hold), withdraw(worker, hold)])
    for (const one of holds) expect(one.id).toBe(hold.id)
    await withdraw(worker, hold)
    expect(await counters(projectId)).toEqual({ answered: 0, active: 1, status: 'open' })
    expect((await eventTypes(projectId)).filter((type) => type === 'answer.withdrawn')).toHaveLength(1)
  })

  test('who holds as much as they may can still take back, and is then told that they hold enough', async () => {
    const { projectId, worker, hold } = await answered(1)
    for (let n = 0; n < 6; n++)
      await server.client.createTask({ body: { project_id: projectId, task_spec: [{ sentence: `more ${n}` }] } })
    expect(await take(worker, projectId, 5)).toHaveLength(5)
    await withdraw(worker, hold)
    const more = await worker.client.takeAssignments({ body: { project_id: projectId } })
    expect(more).toMatchObject({ assignments: [], reason: 'holding_enough' })
  })
})

describe('what stands', () => {
  test('an answer of more than ten seconds ago', async () => {
    const { projectId, worker, hold } = await answered(1)
    await server.sql`update answers set submitted_at = now() - interval '11 seconds' where project_id = ${projectId}`
    await expect(withdraw(worker, hold)).rejects.toMatchObject(refusal)
    expect(await counters(projectId)).toEqual({ answered: 1, active: 0, status: 'completed' })
  })

  test('F13 what a reviewer has decided; the answer goes all the same, and undoing settles by those that are there', async () => {
    const { projectId, taskId, worker, hold } = await answered(1)
    const params = { task_id: taskId }
    await server.client.correctTask({ params, body: { result: [{ animal: 'lynx' }] } })
    await withdraw(worker, hold)
    expect(await counters(projectId)).toEqual({ answered: 0, active: 1, status: 'completed' })
    expect(await server.client.readTask({ params })).toMatchObject({ method: 'reviewer', answers: 0 })
    expect(await submit(worker, hold, 'dog')).toMatchObject({ state: 'counted' })
    expect(await counters(projectId)).toEqual({ answered: 1, active: 0, status: 'completed' })
    expect((await server.client.readTask({ params })).result?.[0]?.animal?.value).toBe('lynx')
    const undone = await server.client.undoCorrection({ params })
    expect(undone).toMatchObject({ status: 'completed', method: 'model' })
    expect(undone.result?.[0]?.animal?.value).toBe('dog')
  })

  test('F13 what a reviewer has decided: undone while the answer is away, the task is open', async () => {
    const { projectId, taskId, worker, hold } = await answered(1)
    const params = { task_id: taskId }
    await server.client.correctTask({ params, body: { result: [{ animal: 'lynx' }] } })
    await withdraw(worker, hold)
    await worker.client.releaseAssignment({ params: { assignment_id: hold.id }, body: { token: hold.token } })
    const undone = await server.client.undoCorrection({ params })
    expect(undone).toMatchObject({ status: 'open', result: null, answers: 0 })
    const other = await server.makeWorker(projectId)
    const [theirs] = (await take(other, projectId)) as [Held]
    await submit(other, theirs, 'cow')
    expect(await counters(projectId)).toEqual({ answered: 1, active: 0, status: 'completed' })
    expect((await eventTypes(projectId)).filter((type) => type === 'task.reopened')).toHaveLength(1)
  })

  test('an archived project, a cancelled task', async () => {
    const archived = await answered(1)
    await server.client.archiveProject({ params: { project_id: archived.projectId } })
    await expect(withdraw(archived.worker, archived.hold)).rejects.toMatchObject(refusal)
    const cancelled = await answered(2)
    await server.client.cancelTask({ params: { task_id: cancelled.taskId } })
    await expect(withdraw(cancelled.worker, cancelled.hold)).rejects.toMatchObject(refusal)
  })

  test('what was skipped; what belongs to others is unknown', async () => {
    const { projectId, worker, hold } = await answered(2)
    const other = await server.makeWorker(projectId)
    await expect(withdraw(other, hold)).rejects.toMatchObject({ code: 'not_found' })
    await expect(withdraw(worker, { ...hold, token: 'x' })).rejects.toMatchObject({ code: 'not_found' })
    const [skipped] = (await take(other, projectId)) as [Held]
    const { id, token } = skipped
    await other.client.skipAssignment({ params: { assignment_id: id }, body: { token, reason: 'not_sure' } })
    await expect(withdraw(other, skipped)).rejects.toMatchObject(refusal)
  })
})

describe('at the same moment', () => {
  test('another worker submits the answer that completes: no answer that was taken back is in a result', async () => {
    for (let round = 0; round < 12; round++) {
      const { projectId, taskId, worker, hold } = await answered(2)
      const other = await server.makeWorker(projectId)
      const [theirs] = (await take(other, projectId)) as [Held]
      await Promise.all([withdraw(worker, hold), submit(other, theirs, 'dog')])
      expect(await counters(projectId)).toEqual({ answered: 1, active: 1, status: 'open' })
      expect((await server.client.readTask({ params: { task_id: taskId } })).result).toBeNull()
      await submit(worker, hold, 'dog')
      const { result, status } = await server.client.readTask({ params: { task_id: taskId } })
      expect([status, result?.[0]?.animal?.votes]).toMatchObject(['completed', [{ value: 'dog', count: 2 }]])
    }
  })

  test('a result is not made from an answer that was taken back and given anew after it was read', async () => {
    const { projectId, taskId, worker, hold } = await answered(2)
    const other = await server.makeWorker(projectId)
    const [theirs] = (await take(other, projectId)) as [Held]
    const held = { projectId, assignmentId: theirs.id, workerId: other.id, token: theirs.token }
    const read = await findForm(server.sql, held)
    await withdraw(worker, hold)
    await submit(worker, hold, 'dog')
    expect(
      await submitAnswer(
        { sql: server.sql, hot: server.sql, crowds: new Crowds() },
        held,
        'w',
        [{ animal: 'dog' }],
        read!,
      ),
    ).toMatchObject({ state: 'counted' })
    const { result } = await server.client.readTask({ params: { task_id: taskId } })
    expect(result?.[0]?.animal?.votes).toMatchObject([{ value: 'dog', count: 2 }])
  })

  test('a reviewer corrects: the answer goes, and what the reviewer says stands if there was a result to correct', async () => {
    for (let round = 0; round < 8; round++) {
      const { projectId, taskId, worker, hold } = await answered(1)
      const correct = server.sql.begin(async (tx) => {
        await tx`select from tasks where project_id = ${projectId} and id = ${taskId} for update`
        return tx`update results set method = 'reviewer', corrected_at = now() where project_id = ${projectId} returning 1`
      })
      const [taken, corrected] = await Promise.allSettled([withdraw(worker, hold), correct])
      const rows = corrected.status === 'fulfilled' ? corrected.value.length : -1
      expect(taken.status).toBe('fulfilled')
      const status = rows === 0 ? 'open' : 'completed'
      expect(await counters(projectId)).toMatchObject({ status })
    }
  })

  test('the same worker submits again and takes back, many times at once: N is kept', async () => {
    const { projectId, worker, hold } = await answered(1)
    await Promise.allSettled(
      Array.from({ length: 30 }, (_, n) => (n % 2 ? submit(worker, hold, 'cat') : withdraw(worker, hold))),
    )
    const now = (await counters(projectId)) as { answered: number; active: number; status: string }
    expect(now.answered + now.active).toBe(1)
    const [rows] = await server.sql`
      select (select count(*)::int from answers where project_id = ${projectId}) as answers,
             (select count(*)::int from results where project_id = ${projectId}) as results`
    expect(rows).toEqual({ answers: now.answered, results: now.answered })
    expect(now.status).toBe(now.answered === 1 ? 'completed' : 'open')
  })
})
