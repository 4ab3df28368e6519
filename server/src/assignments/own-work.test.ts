import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Crowds } from '../crowd/crowds.ts'
import { ask } from '../testing/ask.ts'
import { animalProject, startTestServer, type TestPerson, type TestServer, textProject } from '../testing/server.ts'
import { findForm } from './find-form.ts'
import { dayStarts } from './own-statistics.ts'
import { submitAnswer } from './submit.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

type Held = { id: string; token: string }

const makeTask = async (project_id: number, sentence: string) =>
  (await server.client.createTask({ body: { project_id, task_spec: [{ sentence }] } })).id

async function take(worker: TestPerson, projectId: number): Promise<Held> {
  return (await worker.client.takeAssignments({ body: { project_id: projectId } })).assignments[0] as Held
}

const submit = (worker: TestPerson, { id, token }: Held, animal: string) =>
  worker.client.submitAssignment({ params: { assignment_id: id }, body: { token, answer: [{ animal }] } })

const change = (worker: TestPerson, { id }: Held, animal: string) =>
  worker.client.changeAnswer({ params: { assignment_id: id }, body: { answer: [{ animal }] } })

const list = async (worker: TestPerson, projectId: number, more: { after?: string; limit?: number } = {}) =>
  worker.client.listOwnAnswers({ query: { project_id: projectId, ...more } })

describe('own answers', () => {
  test('newest first, page by page; what was asked only while the answer may be changed', async () => {
    const project = await textProject(server.client, { min_answers: 2 })
    const [a, b] = [await server.makeWorker(project.id), await server.makeWorker(project.id)]
    for (let n = 0; n < 5; n++) await makeTask(project.id, `text ${n}`)
    for (let n = 0; n < 5; n++) await submit(a, await take(a, project.id), `cat ${n}`)
    await submit(b, await take(b, project.id), 'cat 0')
    await server.sql`
      update answers set submitted_at = submitted_at - interval '10 minutes'
      where project_id = ${project.id} and worker_id = ${a.id} and "values" #>> '{0,animal}' = 'cat 0'`
    const first = await list(a, project.id, { limit: 3 })
    const second = await list(a, project.id, { limit: 3, after: first.next as string })
    const all = [...first.data, ...second.data]
    expect(all.map(({ values }) => values[0]?.animal)).toEqual(['cat 4', 'cat 3', 'cat 2', 'cat 1', 'cat 0'])
    expect(second.next).toBeUndefined()
    expect(all.map(({ may_edit, items }) => [may_edit, items?.[0]?.sentence])).toEqual([
      ...[4, 3, 2, 1].map((n) => [true, { type: 'text', text: `text ${n}` }]),
      [false, undefined],
    ])
    expect((await list(b, project.id)).data).toHaveLength(1)
    expect(JSON.stringify(all)).not.toContain(b.id)
    await expect(list(a, project.id, { after: 'x' })).rejects.toMatchObject({ code: 'invalid_cursor' })
  })

  test('changed within ten minutes: the result is made from what was meant, and events tell', async () => {
    const project = await textProject(server.client, { min_answers: 2 })
    const taskId = await makeTask(project.id, 'a')
    const [a, b] = [await server.makeWorker(project.id), await server.makeWorker(project.id)]
    const hold = await take(a, project.id)
    await submit(a, hold, 'cta')
    await change(a, hold, ' cat ')
    await expect(change(b, hold, 'dog')).rejects.toMatchObject({ code: 'not_found' })
    await expect(change(a, hold, ' ')).rejects.toMatchObject({ problem: { errors: [{ code: 'required' }] } })
    await submit(b, await take(b, project.id), 'cat')
    const { result, status } = await server.client.readTask({ params: { task_id: taskId } })
    expect([status, result?.[0]?.animal?.votes]).toMatchObject(['completed', [{ value: 'cat', count: 2 }]])
    // Finished or not: the result that was made of it is made anew.
    await change(a, hold, 'dog')
    expect(await server.client.readTask({ params: { task_id: taskId } })).toMatchObject({
      status: 'needs_review',
      result: [{ animal: { votes: [{ count: 1 }, { count: 1 }] } }],
    })
    await change(a, hold, 'cat')
    expect(await server.client.readTask({ params: { task_id: taskId } })).toMatchObject({
      status: 'completed',
      result: [{ animal: { value: 'cat' } }],
    })
    await server.sql`update answers set submitted_at = now() - interval '11 minutes' where project_id = ${project.id}`
    await expect(change(a, hold, 'dog')).rejects.toMatchObject({ code: 'too_late' })
    const events = await server.sql<
      { type: string }[]
    >`select type from events where project_id = ${project.id} order by id`
    expect(events.map(({ type }) => type).slice(2)).toEqual([
      ...['answer.submitted', 'answer.changed', 'answer.submitted', 'task.completed'],
      ...['answer.changed', 'task.reopened', 'task.needs_review', 'answer.changed', 'task.reopened', 'task.completed'],
    ])
  })

  test('a change that leaves a doubt asks for one answer more; what a reviewer decided stays', async () => {
    const project = await textProject(server.client, { min_answers: 2, max_answers: 3, confidence: 0.51 })
    const task_id = await makeTask(project.id, 'a')
    const crew = await Promise.all([0, 1, 2].map(() => server.makeWorker(project.id)))
    const holds = []
    for (const worker of crew) {
      const hold = await take(worker, project.id)
      if (hold) await submit(worker, hold, 'cat')
      holds.push(hold)
    }
    const read = () => server.client.readTask({ params: { task_id } })
    expect(await read()).toMatchObject({ status: 'completed', answers: 3 })
    await server.client.editProject({
      params: { project_id: project.id },
      body: { max_answers: 5, confidence: 0.9 },
    })
    await change(crew[0]!, holds[0]!, 'dog')
    expect(await read()).toMatchObject({ status: 'open', answers: 3, answers_wanted: 4, result: null })
    const last = await server.makeWorker(project.id)
    await submit(last, await take(last, project.id), 'cat')
    if ((await read()).status === 'open') {
      const another = await server.makeWorker(project.id)
      await submit(another, await take(another, project.id), 'cat')
    }
    await server.client.correctTask({ params: { task_id }, body: { result: [{ animal: 'lynx' }] } })
    await change(crew[1]!, holds[1]!, 'dog')
    expect(await read()).toMatchObject({ status: 'completed', result: [{ animal: { value: 'lynx' } }] })
  })

  test('an archived project, a worker who was removed or paused, an answer that came late: nothing to change', async () => {
    const project = await textProject(server.client, { min_answers: 3 })
    await makeTask(project.id, 'a')
    const worker = await server.makeWorker(project.id)
    const hold = await take(worker, project.id)
    await submit(worker, hold, 'cat')
    const stands = async () => {
      await expect(change(worker, hold, 'dog')).rejects.toMatchObject({ code: 'too_late' })
      expect((await list(worker, project.id)).data[0]).toMatchObject({ may_edit: false, items: null })
    }
    await server.client.archiveProject({ params: { project_id: project.id } })
    await stands()
    await server.client.unarchiveProject({ params: { project_id: project.id } })
    await server.sql`update project_workers set removed_at = now() where project_id = ${project.id}`
    await stands()
    await server.sql`update project_workers set removed_at = null, paused_at = now() where project_id = ${project.id}`
    await stands()
    await server.sql`update project_workers set paused_at = null where project_id = ${project.id}`
    await server.sql`update answers set state = 'late' where project_id = ${project.id}`
    await stands()
  })

  test('a result is not made from an answer that was changed after it was read', async () => {
    const project = await textProject(server.client, { min_answers: 2 })
    const taskId = await makeTask(project.id, 'a')
    const [a, b] = [await server.makeWorker(project.id), await server.makeWorker(project.id)]
    const hold = await take(a, project.id)
    await submit(a, hold, 'cta')
    const { id, token } = await take(b, project.id)
    const held = { projectId: project.id, assignmentId: id, workerId: b.id, token }
    const read = await findForm(server.sql, held)
    await change(a, hold, 'cat')
    expect(
      await submitAnswer(
        { sql: server.sql, hot: server.sql, crowds: new Crowds() },
        held,
        'w',
        [{ animal: 'cat' }],
        read!,
      ),
    ).toMatchObject({ state: 'counted' })
    const { result } = await server.client.readTask({ params: { task_id: taskId } })
    expect(result?.[0]?.animal?.votes).toMatchObject([{ value: 'cat', count: 2 }])
  })

  test('changed while another completes: the result has it, whoever came first', async () => {
    for (let round = 0; round < 10; round++) {
      const project = await textProject(server.client, { min_answers: 2 })
      const taskId = await makeTask(project.id, 'a')
      const [a, b] = [await server.makeWorker(project.id), await server.makeWorker(project.id)]
      const hold = await take(a, project.id)
      await submit(a, hold, 'cta')
      const theirs = await take(b, project.id)
      await Promise.all([change(a, hold, 'cat'), submit(b, theirs, 'cat')])
      const { result, status } = await server.client.readTask({ params: { task_id: taskId } })
      expect([status, result?.[0]?.animal?.votes]).toMatchObject(['completed', [{ value: 'cat', count: 2 }]])
    }
  })

  test('W-20 the picture is there while the answer may be changed, for this worker, and not afterwards', async () => {
    const project = await animalProject(server.client, { min_answers: 2 })
    const bytes = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    const image = `data:image/png;base64,${bytes.toString('base64')}`
    await server.client.createTask({ body: { project_id: project.id, task_spec: [{ image_with_animal: image }] } })
    const [a, b] = [await server.makeWorker(project.id), await server.makeWorker(project.id)]
    await submit(a, await take(a, project.id), 'cat')
    const shown = (await list(a, project.id)).data[0]?.items?.[0]?.image_with_animal
    const address = server.url + (shown?.type === 'image' ? shown.url : '')
    const status = async (worker: TestPerson) => (await ask(address, { key: worker.token })).status
    expect([await status(a), await status(b)]).toEqual([200, 404])
    await submit(b, await take(b, project.id), 'cat')
    expect([await status(a), await status(b)]).toEqual([200, 404])
    await server.sql`update answers set submitted_at = submitted_at - interval '10 minutes' where project_id = ${project.id}`
    expect([await status(a), await status(b)]).toEqual([404, 404])
  })
})

describe('own figures', () => {
  const day = (text: string) => new Date(text).toISOString()

  test('a day is a day of the calendar, whatever the clock does', () => {
    const starts = dayStarts(new Date('2026-03-29T12:00:00Z'), 'Europe/Berlin', 2).map(String)
    expect(starts).toEqual(
      ['2026-03-29T22:00:00Z', '2026-03-28T23:00:00Z', '2026-03-27T23:00:00Z'].map((at) => String(new Date(at))),
    )
    expect(dayStarts(new Date('2026-06-01T20:00:00Z'), 'Asia/Kolkata', 1).map((at) => at.toISOString())).toEqual([
      day('2026-06-02T18:30:00Z'),
      day('2026-06-01T18:30:00Z'),
    ])
  })

  test('today, the last seven days, the streak and the median, in the zone of the worker', async () => {
    const project = await textProject(server.client)
    const worker = await server.makeWorker(project.id)
    const read = (time_zone: string) =>
      worker.client.readOwnStatistics({ query: { project_id: project.id, time_zone } })
    expect(await read('UTC')).toEqual({ today: 0, last_7_days: 0, median_seconds: null, streak_days: 0 })
    const ago = [0, 0, 1, 2, 3, 5, 9]
    for (const days of ago) {
      const id = await makeTask(project.id, `${days}`)
      await submit(worker, await take(worker, project.id), 'cat')
      await server.sql`
        update answers set submitted_at = date_trunc('day', now() at time zone 'UTC') at time zone 'UTC' - ${days} * interval '1 day'
          + ${days} * interval '1 second' + random() * interval '1 millisecond', seconds = ${days + 2}
        where project_id = ${project.id} and task_id = ${id}`
    }
    const utc = await read('UTC')
    expect(utc).toMatchObject({ today: 2, last_7_days: 6, streak_days: 4 })
    expect(utc.median_seconds).toBeCloseTo(4)
    // An hour to the west, what was just after midnight was the evening before.
    expect(await read('Etc/GMT+1')).toMatchObject({ last_7_days: expect.any(Number), streak_days: 4 })
    await expect(read('Nowhere/At_All')).rejects.toMatchObject({
      problem: { errors: [{ pointer: expect.stringContaining('time_zone') }] },
    })
  })
})
