import { isDeepStrictEqual } from 'node:util'
import { createClient } from '@whisker/api/client.ts'
import type { ProjectDraft } from '@whisker/api/project-settings.ts'
import type { Task } from '@whisker/api/tasks.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestPerson, type TestServer, textProject } from '../testing/server.ts'
import { findForm } from './find-form.ts'
import { submitAnswer } from './submit.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const kind = {
  type: 'radio',
  name: 'kind',
  label: 'Kind',
  help: '',
  required: true,
  options: ['cat', 'dog'].map((value) => ({ value, label: '' })),
} as const
const dynamic = { min_answers: 2, max_answers: 4, confidence: 0.9, output_spec: [kind] } as const

async function makeProject(tasks: number, draft: Partial<ProjectDraft> = {}) {
  const project = await textProject(server.client, { ...dynamic, output_spec: [kind], ...draft })
  const lines = Array.from({ length: tasks }, (_, n) => ({ task_spec: [{ sentence: `${n}` }] }))
  for (const line of lines) await server.client.createTask({ body: { project_id: project.id, ...line } })
  return project
}

const crew = (projectId: number, count: number) =>
  Promise.all(Array.from({ length: count }, () => server.makeWorker(projectId)))

/** Takes the next task and answers it; false when there is none. */
async function answerNext(worker: TestPerson, projectId: number, value: string | ((text: string) => string)) {
  const { assignments } = await worker.client.takeAssignments({ body: { project_id: projectId } })
  const [assignment] = assignments
  if (!assignment) return false
  const shown = assignment.items[0]?.sentence as { text: string }
  const answer = [{ kind: typeof value === 'string' ? value : value(shown.text) }]
  await worker.client.submitAssignment({
    params: { assignment_id: assignment.id },
    body: { token: assignment.token, answer },
  })
  return true
}

const only = async (projectId: number): Promise<Task> =>
  (await server.client.listTasks({ query: { project_id: projectId } })).data[0]!

const events = async (projectId: number) =>
  (await server.client.listEvents({ query: { project_id: projectId, limit: 1000 } })).data.map((event) => event.type)

describe('between min_answers and max_answers', () => {
  test('two whom nobody knows are not enough; three who agree are', async () => {
    const { id } = await makeProject(1)
    const [a, b, c, d] = await crew(id, 4)
    await answerNext(a!, id, 'cat')
    await answerNext(b!, id, 'cat')
    expect(await only(id)).toMatchObject({ status: 'open', answers: 2, answers_wanted: 3, result: null })
    await answerNext(c!, id, 'cat')
    const task = await only(id)
    expect(task).toMatchObject({ status: 'completed', answers: 3, answers_wanted: 3 })
    expect(task.result?.[0]?.kind).toMatchObject({ value: 'cat', votes: [{ value: 'cat', count: 3 }] })
    expect(await answerNext(d!, id, 'cat')).toBe(false)
  })

  test('unsure at the maximum: for review, with what is likely and an event; not in the export', async () => {
    const { id } = await makeProject(1)
    const workers = await crew(id, 5)
    for (const [n, worker] of workers.slice(0, 4).entries()) await answerNext(worker, id, n % 2 ? 'cat' : 'dog')
    const task = await only(id)
    expect(task).toMatchObject({ status: 'needs_review', answers: 4, answers_wanted: 4, completed_at: null })
    expect(task.result?.[0]?.kind?.confidence).toBeCloseTo(0.5, 1)
    expect(await answerNext(workers[4]!, id, 'cat')).toBe(false)
    await expect.poll(() => events(id)).toContain('task.needs_review')
    const rows = await fetch(`${server.url}/projects/${id}/results`, { headers: { authorization: server.key } })
    expect(await rows.text()).toBe('')
  })

  test('A7 a fixed overlap never asks for more: a majority is completed, a tie is for review', async () => {
    const { id } = await makeProject(1, { min_answers: 3, max_answers: 3 })
    for (const [n, worker] of (await crew(id, 3)).entries()) await answerNext(worker, id, n === 1 ? 'dog' : 'cat')
    expect(await only(id)).toMatchObject({ status: 'completed', answers: 3, result: [{ kind: { value: 'cat' } }] })
    for (const first of ['cat', 'dog']) {
      const tied = await makeProject(1, { max_answers: 2 })
      const [a, b] = await crew(tied.id, 2)
      await answerNext(a!, tied.id, first)
      await answerNext(b!, tied.id, first === 'cat' ? 'dog' : 'cat')
      expect(await only(tied.id)).toMatchObject({
        ...{ status: 'needs_review', answers: 2, result: [{ kind: { value: 'cat', confidence: 0.5 } }] },
      })
    }
  })

  test('A8 all agree at the maximum: completed, at what that is worth', async () => {
    const { id } = await makeProject(1, { max_answers: 3, confidence: 0.95 })
    for (const worker of await crew(id, 3)) await answerNext(worker, id, 'cat')
    expect(await only(id)).toMatchObject({ status: 'completed', answers: 3, result: [{ kind: { value: 'cat' } }] })
    const rows = await fetch(`${server.url}/projects/${id}/results`, { headers: { authorization: server.key } })
    expect((await rows.text()).trim().split('\n')).toHaveLength(1)
  })

  test('A6 values that the form does not take are for review, however many agree', async () => {
    const { id } = await makeProject(2, { min_answers: 2, max_answers: 2 })
    const workers = await crew(id, 2)
    for (const worker of workers) await answerNext(worker, id, 'cat')
    // As if they had been given before the field was required, or before the option was taken away.
    const [first] = await server.sql`select id from tasks where project_id = ${id} and status = 'open'`
    await answerNext(workers[0]!, id, 'cat')
    await server.sql`update answers set "values" = '[{}]' where project_id = ${id} and task_id = ${first?.id}`
    await server.sql`update project_versions set output_spec = jsonb_set(output_spec, '{0,options}', '[{"value": "dog", "label": ""}, {"value": "cow", "label": ""}]')
      where project_id = ${id}`
    await answerNext(workers[1]!, id, 'dog')
    const { data } = await server.client.listTasks({ query: { project_id: id, status: 'needs_review' } })
    expect(data.map((task) => task.id)).toEqual([first?.id])
  })

  test('one doubtful item of a task is enough to ask again', async () => {
    const { id } = await makeProject(0, { min_answers: 3 })
    await server.client.createTask({ body: { project_id: id, task_spec: [{ sentence: 'x' }, { sentence: 'y' }] } })
    for (const [n, worker] of (await crew(id, 3)).entries()) {
      const [assignment] = (await worker.client.takeAssignments({ body: { project_id: id } })).assignments
      const answer = [{ kind: 'cat' }, { kind: n === 0 ? 'dog' : 'cat' }]
      await worker.client.submitAssignment({
        params: { assignment_id: assignment!.id },
        body: { token: assignment!.token, answer },
      })
    }
    expect(await only(id)).toMatchObject({ status: 'open', answers_wanted: 4 })
  })

  test('an answer that comes late settles the task as well', async () => {
    const { id } = await makeProject(1)
    const [a, b, c] = await crew(id, 3)
    const [late] = (await a!.client.takeAssignments({ body: { project_id: id } })).assignments
    await server.sql`update assignments set deadline = now() - interval '1 second' where project_id = ${id}`
    await expect
      .poll(async () => (await server.sql`select from tasks where project_id = ${id} and active = 0`).length)
      .toBe(1)
    await answerNext(b!, id, 'cat')
    await a!.client.submitAssignment({
      params: { assignment_id: late!.id },
      body: { token: late!.token, answer: [{ kind: 'cat' }] },
    })
    expect(await only(id)).toMatchObject({ status: 'open', answers: 2, answers_wanted: 3 })
    expect(await answerNext(c!, id, 'cat')).toBe(true)
    expect(await only(id)).toMatchObject({ status: 'completed', answers: 3 })
  })
})

describe('changed bounds', () => {
  const edit = (id: number, body: { min_answers?: number; max_answers?: number }) =>
    server.client.editProject({ params: { project_id: id }, body })
  const status = async (id: number) => (await only(id)).status

  test('a lower maximum sends what is unsure to review; a higher one asks again', async () => {
    const { id } = await makeProject(1)
    const workers = await crew(id, 5)
    for (const [n, worker] of workers.slice(0, 3).entries()) await answerNext(worker, id, n === 1 ? 'cat' : 'dog')
    expect(await only(id)).toMatchObject({ status: 'open', answers_wanted: 4 })
    await edit(id, { max_answers: 3 })
    await expect.poll(() => status(id), { timeout: 8000 }).toBe('needs_review')
    await edit(id, { max_answers: 5 })
    await expect.poll(() => status(id), { timeout: 8000 }).toBe('open')
    expect(await only(id)).toMatchObject({ answers: 3, answers_wanted: 4, result: null })
    // Whoever follows the events is not left with a task that waits for a reviewer.
    await expect.poll(() => events(id)).toContain('task.reopened')
    await answerNext(workers[3]!, id, 'dog')
    await answerNext(workers[4]!, id, 'dog')
    expect(await only(id)).toMatchObject({ status: 'completed', answers: 5 })
  })

  test('a maximum that is lowered between the reading and the writing of a submit is not exceeded', async () => {
    const { id } = await makeProject(1)
    const [a, b] = await crew(id, 2)
    await answerNext(a!, id, 'cat')
    const [held] = (await b!.client.takeAssignments({ body: { project_id: id } })).assignments
    const hold = { projectId: id, assignmentId: held!.id, workerId: b!.id, token: held!.token }
    const form = await findForm(server.sql, hold)
    await server.sql`update projects set max_answers = 2 where id = ${id}`
    await submitAnswer(server.running.server, hold, 'w_b', [{ kind: 'dog' }], form!)
    // min = max: a fixed overlap ends there, and a tie is for review.
    expect(await only(id)).toMatchObject({ status: 'needs_review', answers: 2, answers_wanted: 2 })
  })

  test('what is completed is not opened again', async () => {
    const { id } = await makeProject(1, { min_answers: 1, max_answers: 1 })
    const [a] = await crew(id, 1)
    await answerNext(a!, id, 'cat')
    await edit(id, { max_answers: 3 })
    await expect
      .poll(async () => (await server.sql`select from projects where id = ${id} and overlap_pending`).length, {
        timeout: 8000,
      })
      .toBe(0)
    expect(await only(id)).toMatchObject({ status: 'completed', answers: 1 })
  })
})

describe('the crowd is followed', () => {
  const truth = (text: string) => (Number(text) % 2 ? 'cat' : 'dog')

  test('workers who have proven themselves are believed with two answers, on every server alike', async () => {
    const other = await server.startAnother()
    const { id } = await makeProject(30, { min_answers: 3, max_answers: 3 })
    const workers = await crew(id, 3)
    const clients = workers.map((worker, n) => ({
      ...worker,
      client: createClient({ url: n % 2 ? other.address : server.url, key: worker.token }),
    }))
    await Promise.all(
      clients.map(async (worker) => {
        while (await answerNext(worker, id, truth));
      }),
    )
    await server.client.editProject({ params: { project_id: id }, body: { min_answers: 2, max_answers: 4 } })
    const since = (running: typeof other) => running.server.crowds.followed(id)
    for (const running of [server.running, other])
      await expect
        .poll(() => (since(running)?.since ?? 0) + (since(running)?.answers ?? 0), { timeout: 20_000 })
        .toBe(90)
    await server.client.createTask({ body: { project_id: id, task_spec: [{ sentence: '1' }] } })
    await answerNext(clients[0]!, id, truth)
    await answerNext(clients[1]!, id, truth)
    const { data } = await server.client.listTasks({ query: { project_id: id, order: 'newest' } })
    expect(data[0]).toMatchObject({ status: 'completed', answers: 2 })
    // The same answers on the same refit: the same models. One server may find the refit a moment before the other.
    const known = (running: typeof other) => {
      const crowd = since(running)
      return { refit: crowd?.refit, since: crowd?.since, models: crowd?.models.get('kind radio') }
    }
    await expect
      .poll(() => isDeepStrictEqual(known(server.running), known(other)), { timeout: 20_000, interval: 100 })
      .toBe(true)
  })

  test('W-01 exactly N while the wanted number moves: forty workers, two servers, a third of them guessing', async () => {
    const other = await server.startAnother()
    const { id } = await makeProject(40, { min_answers: 2, max_answers: 5 })
    const workers = await crew(id, 40)
    let broken = 0
    let done = false
    const watch = (async () => {
      while (!done) {
        const rows = await server.sql`
          select from tasks t where project_id = ${id} and (answered + active > wanted or wanted > 5 or answered <> (
            select count(*) from answers a where a.project_id = t.project_id and a.task_id = t.id and a.state = 'counted'))`
        broken += rows.length
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    })()
    await Promise.all(
      workers.map(async (worker, n) => {
        const url = n % 2 ? other.address : server.url
        const client = createClient({ url, key: worker.token })
        for (;;) {
          const { assignments, reason } = await client.takeAssignments({ body: { project_id: id, count: 1 + (n % 3) } })
          if (reason === 'none_left') return
          for (const { id: assignment_id, token, items } of assignments) {
            const shown = items[0]?.sentence as { text: string }
            const says = n % 3 === 0 && Math.random() < 0.5 ? 'cat' : truth(shown.text)
            await client.submitAssignment({ params: { assignment_id }, body: { token, answer: [{ kind: says }] } })
          }
        }
      }),
    )
    done = true
    await watch
    expect(broken).toBe(0)
    const rows = await server.sql<{ status: string; answered: number; people: number; results: number }[]>`
      select t.status, t.answered, count(distinct a.worker_id)::int as people,
             (select count(*)::int from results r where r.project_id = t.project_id and r.task_id = t.id) as results
      from tasks t join answers a on a.project_id = t.project_id and a.task_id = t.id
      where t.project_id = ${id} group by t.project_id, t.id, t.status, t.answered`
    expect(rows).toHaveLength(40)
    for (const row of rows) {
      expect(['completed', 'needs_review']).toContain(row.status)
      expect(row).toMatchObject({ people: row.answered, results: 1 })
      expect(row.answered).toBeGreaterThanOrEqual(2)
      expect(row.answered).toBeLessThanOrEqual(5)
    }
  })
})
