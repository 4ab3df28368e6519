import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { animalProject, startTestServer, type TestPerson, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

async function makeTasks(projectId: number, count: number) {
  for (let n = 0; n < count; n++)
    await server.client.createTask({ body: { project_id: projectId, task_spec: [{ sentence: `text ${n}` }] } })
}

async function takeOne(worker: TestPerson, projectId: number) {
  const { assignments, reason } = await worker.client.takeAssignments({ body: { project_id: projectId } })
  return { assignment: assignments[0], reason }
}

const answer = (animal: string) => [{ animal }]

async function submit(worker: TestPerson, assignment: { id: string; token: string }, animal: string) {
  return worker.client.submitAssignment({
    params: { assignment_id: assignment.id },
    body: { token: assignment.token, answer: answer(animal) },
  })
}

describe('the way of a task', () => {
  test('take, submit, complete: the result is there with the last answer', async () => {
    const project = await textProject(server.client, { min_answers: 2 })
    await makeTasks(project.id, 1)
    const [a, b] = [await server.makeWorker(project.id), await server.makeWorker(project.id)]
    const first = (await takeOne(a, project.id)).assignment!
    expect(first.items).toEqual([{ sentence: { type: 'text', text: 'text 0' } }])
    await submit(a, first, ' Cat ')
    const { data } = await server.client.listTasks({ query: { project_id: project.id } })
    expect(data[0]).toMatchObject({ status: 'open', answers: 1, answers_wanted: 2, result: null })
    await submit(b, (await takeOne(b, project.id)).assignment!, 'cat')
    const task = (await server.client.listTasks({ query: { project_id: project.id } })).data[0]!
    expect(task).toMatchObject({ status: 'completed', answers: 2 })
    expect(task.result?.[0]?.animal).toMatchObject({ confidence: expect.closeTo(0.96, 1), votes: [{ count: 2 }] })
    // The list stops below the oldest running transaction, and other test files have theirs on the same cluster.
    const types = async () =>
      (await server.client.listEvents({ query: { project_id: project.id } })).data.map((event) => event.type)
    await expect
      .poll(types)
      .toEqual(['project.created', 'task.created', 'answer.submitted', 'answer.submitted', 'task.completed'])
  })

  test('R-09 the same answer sent again gets the same receipt; another answer is refused', async () => {
    const project = await textProject(server.client)
    await makeTasks(project.id, 1)
    const worker = await server.makeWorker(project.id)
    const { assignment } = await takeOne(worker, project.id)
    const first = await submit(worker, assignment!, 'cat')
    expect(await submit(worker, assignment!, 'cat')).toEqual(first)
    await expect(submit(worker, assignment!, 'dog')).rejects.toMatchObject({ code: 'already_answered' })
  })

  test('a worker is not given a task that they answered or skipped, and is told why there is nothing', async () => {
    const project = await textProject(server.client, { min_answers: 3 })
    await makeTasks(project.id, 2)
    const worker = await server.makeWorker(project.id)
    await submit(worker, (await takeOne(worker, project.id)).assignment!, 'cat')
    const second = (await takeOne(worker, project.id)).assignment!
    await worker.client.skipAssignment({
      params: { assignment_id: second.id },
      body: { token: second.token, reason: 'not_sure' },
    })
    expect(await takeOne(worker, project.id)).toMatchObject({ assignment: undefined, reason: 'none_left' })
  })

  test('what is held by others is not "none left"', async () => {
    const project = await textProject(server.client)
    await makeTasks(project.id, 1)
    const [a, b] = [await server.makeWorker(project.id), await server.makeWorker(project.id)]
    const { assignment } = await takeOne(a, project.id)
    expect((await takeOne(b, project.id)).reason).toBe('all_held')
    await a.client.releaseAssignment({ params: { assignment_id: assignment!.id }, body: { token: assignment!.token } })
    expect((await takeOne(b, project.id)).assignment).toBeDefined()
  })

  test('what a worker released comes back to them when nobody else takes it', async () => {
    const project = await textProject(server.client)
    await makeTasks(project.id, 1)
    const worker = await server.makeWorker(project.id)
    const first = (await takeOne(worker, project.id)).assignment!
    await worker.client.releaseAssignment({ params: { assignment_id: first.id }, body: { token: first.token } })
    expect((await takeOne(worker, project.id)).assignment?.id).not.toBe(first.id)
  })

  test('a paused project hands out nothing, and takes answers to what is held', async () => {
    const project = await textProject(server.client)
    await makeTasks(project.id, 2)
    const worker = await server.makeWorker(project.id)
    const { assignment } = await takeOne(worker, project.id)
    await server.client.pauseProject({ params: { project_id: project.id } })
    expect((await takeOne(worker, project.id)).reason).toBe('paused')
    await submit(worker, assignment!, 'cat')
    await server.client.resumeProject({ params: { project_id: project.id } })
    expect((await takeOne(worker, project.id)).assignment).toBeDefined()
  })

  test('W-08 nobody holds more than the limit', async () => {
    const project = await textProject(server.client)
    await makeTasks(project.id, 12)
    const worker = await server.makeWorker(project.id)
    const taken = await worker.client.takeAssignments({ body: { project_id: project.id, count: 10 } })
    expect(taken.assignments).toHaveLength(10)
    expect((await takeOne(worker, project.id)).reason).toBe('holding_enough')
  })

  test('tasks come in the order they were made', async () => {
    const project = await textProject(server.client)
    await makeTasks(project.id, 5)
    const worker = await server.makeWorker(project.id)
    const taken = await worker.client.takeAssignments({ body: { project_id: project.id, count: 5 } })
    expect(taken.assignments.map((a) => a.items[0]?.sentence)).toMatchObject(
      [0, 1, 2, 3, 4].map((n) => ({ text: `text ${n}` })),
    )
  })
})

describe('deadlines', () => {
  /** A worker whose only task has run out on them, and is free. */
  async function lapsed() {
    const project = await textProject(server.client)
    await makeTasks(project.id, 1)
    const worker = await server.makeWorker(project.id)
    const { assignment } = await takeOne(worker, project.id)
    await expireNow(project.id)
    await whenFree(project.id)
    return { project, worker, old: assignment! }
  }

  const expireNow = (projectId: number) =>
    server.sql`update assignments set deadline = now() - interval '1 second' where project_id = ${projectId} and state = 'active'`

  async function whenFree(projectId: number) {
    for (let n = 0; n < 100; n++) {
      const [task] = await server.sql`select from tasks where project_id = ${projectId} and active = 0`
      if (task) return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error('The place was not freed within five seconds.')
  }

  test('W-06 an abandoned task is offered again within 5 s; the late answer of the first is kept, not counted (W-07)', async () => {
    const project = await textProject(server.client)
    await makeTasks(project.id, 1)
    const [a, b] = [await server.makeWorker(project.id), await server.makeWorker(project.id)]
    const left = (await takeOne(a, project.id)).assignment!
    await expireNow(project.id)
    await whenFree(project.id)
    const again = (await takeOne(b, project.id)).assignment!
    await expect(submit(a, left, 'cat')).rejects.toMatchObject({ code: 'assignment_expired' })
    await submit(b, again, 'dog')
    const task = (await server.client.listTasks({ query: { project_id: project.id } })).data[0]!
    const answers = await server.client.listAnswers({ params: { task_id: task.id } })
    expect(answers.data.map((one) => [one.state, one.values[0]?.animal])).toEqual([
      ['late', 'cat'],
      ['counted', 'dog'],
    ])
    expect(task.result?.[0]?.animal?.value).toBe('dog')
  })

  test('W-07 a late answer counts when its place is free', async () => {
    const { project, worker, old } = await lapsed()
    expect(await submit(worker, old, 'cat')).toMatchObject({ state: 'counted' })
    expect((await server.client.listTasks({ query: { project_id: project.id } })).data[0]?.status).toBe('completed')
  })

  test('an old tab answers through the new hold of the same worker', async () => {
    const { project, worker, old } = await lapsed()
    await takeOne(worker, project.id)
    expect(await submit(worker, old, 'cat')).toMatchObject({ state: 'counted' })
    const [task] = await server.sql`select answered, active from tasks where project_id = ${project.id}`
    expect(task).toEqual({ answered: 1, active: 0 })
  })

  test('W-07 an old tab answers what its worker has skipped since: kept, not counted, and the skip stays', async () => {
    const { project, worker, old } = await lapsed()
    const { id, token } = (await takeOne(worker, project.id)).assignment!
    await worker.client.skipAssignment({ params: { assignment_id: id }, body: { token, reason: 'not_sure' } })
    // Twice: the second finds the answer of the first.
    for (let n = 0; n < 2; n++)
      await expect(submit(worker, old, 'cat')).rejects.toMatchObject({ code: 'assignment_expired' })
    const states = await server.sql`
      select a.id = ${id} as is_new, a.state, n.state as answer from assignments a
      left join answers n on n.project_id = a.project_id and n.assignment_id = a.id
      where a.project_id = ${project.id} order by a.taken_at`
    expect(states.map((row) => ({ ...row }))).toEqual([
      { is_new: false, state: 'expired', answer: 'late' },
      { is_new: true, state: 'skipped', answer: null },
    ])
    const [task] = await server.sql`select answered, active, status from tasks where project_id = ${project.id}`
    expect(task).toEqual({ answered: 0, active: 0, status: 'open' })
  })

  test('an extension moves the deadline, six spans at the most', async () => {
    const project = await textProject(server.client, { assignment_seconds: 10 })
    await makeTasks(project.id, 1)
    const worker = await server.makeWorker(project.id)
    const { assignment } = await takeOne(worker, project.id)
    await server.sql`update assignments set deadline = now() + interval '1 second' where project_id = ${project.id}`
    const params = { assignment_id: assignment!.id }
    const extended = await worker.client.extendAssignment({ params, body: { token: assignment!.token } })
    expect(extended.seconds_left).toBeGreaterThan(9)
    await server.sql`update assignments set max_deadline = now() + interval '2 seconds' where project_id = ${project.id}`
    const last = await worker.client.extendAssignment({ params, body: { token: assignment!.token } })
    expect(last.seconds_left).toBeLessThanOrEqual(2)
  })

  test('W-28 a cancelled task: its holder is told kindly and the answer is kept', async () => {
    const project = await textProject(server.client)
    await makeTasks(project.id, 1)
    const worker = await server.makeWorker(project.id)
    const { assignment } = await takeOne(worker, project.id)
    const task = (await server.client.listTasks({ query: { project_id: project.id } })).data[0]!
    await server.client.cancelTask({ params: { task_id: task.id } })
    await expect(submit(worker, assignment!, 'cat')).rejects.toMatchObject({ code: 'gone' })
    expect((await server.client.listAnswers({ params: { task_id: task.id } })).data[0]?.state).toBe('late')
  })
})

test('W-28 an archived project takes no more answers: the holder is told, the answer is kept, the place is free', async () => {
  const project = await textProject(server.client)
  await makeTasks(project.id, 1)
  const worker = await server.makeWorker(project.id)
  const { assignment } = await takeOne(worker, project.id)
  await server.client.archiveProject({ params: { project_id: project.id } })
  const params = { assignment_id: assignment!.id }
  const extended = worker.client.extendAssignment({ params, body: { token: assignment!.token } })
  await expect(extended).rejects.toMatchObject({ code: 'gone' })
  await expect(submit(worker, assignment!, 'cat')).rejects.toMatchObject({ code: 'gone' })
  const [task] = await server.sql`select answered, active, status from tasks where project_id = ${project.id}`
  expect(task).toEqual({ answered: 0, active: 0, status: 'open' })
})

describe('exactly N', () => {
  /** Every worker takes and submits until there is nothing left. */
  async function labelAll(workers: TestPerson[], projectId: number, urls: string[]) {
    const { createClient } = await import('@whisker/api/client.ts')
    await Promise.all(
      workers.map(async (worker, index) => {
        const client = createClient({ url: urls[index % urls.length]!, key: worker.token })
        for (;;) {
          const { assignments, reason } = await client.takeAssignments({
            body: { project_id: projectId, count: 1 + (index % 3) },
          })
          if (reason === 'none_left') return
          for (const { id, token } of assignments)
            await client.submitAssignment({ params: { assignment_id: id }, body: { token, answer: answer('cat') } })
        }
      }),
    )
  }

  test('W-01 C-11 fifty workers at once, two servers, tasks that want three: exactly three answers from three people', async () => {
    const other = await server.startAnother()
    const project = await textProject(server.client, { min_answers: 3 })
    await makeTasks(project.id, 40)
    const workers = await Promise.all(Array.from({ length: 50 }, () => server.makeWorker(project.id)))
    await labelAll(workers, project.id, [server.url, other.url])
    const rows = await server.sql<
      { answered: number; active: number; status: string; people: number; counted: number }[]
    >`
      select t.answered, t.active, t.status, count(distinct a.worker_id)::int as people, count(a.*)::int as counted
      from tasks t left join answers a on a.project_id = t.project_id and a.task_id = t.id and a.state = 'counted'
      where t.project_id = ${project.id} group by 1, 2, 3, t.id`
    expect(rows).toHaveLength(40)
    for (const row of rows) expect(row).toEqual({ answered: 3, active: 0, status: 'completed', people: 3, counted: 3 })
  })

  test('as many workers as answers are wanted: nobody misses a task because another held it at that moment', async () => {
    const project = await textProject(server.client, { min_answers: 6 })
    await makeTasks(project.id, 30)
    const workers = await Promise.all(Array.from({ length: 6 }, () => server.makeWorker(project.id)))
    await labelAll(workers, project.id, [server.url])
    const [left] =
      await server.sql`select count(*)::int as open from tasks where project_id = ${project.id} and status <> 'completed'`
    expect(left).toEqual({ open: 0 })
  })

  test('a task that is committed late is not passed over by a worker whose cursor went on', async () => {
    const project = await textProject(server.client)
    const worker = await server.makeWorker(project.id)
    const slow = await server.sql.reserve()
    await slow`begin`
    await slow`
      insert into tasks (project_id, id, version, wanted, item_count, content_hash)
      values (${project.id}, gen_random_uuid(), 1, 1, 1, 'late')`
    await slow`insert into items select project_id, id, 0, '{"sentence": "late"}' from tasks where project_id = ${project.id}`
    await makeTasks(project.id, 2)
    for (let n = 0; n < 2; n++) await submit(worker, (await takeOne(worker, project.id)).assignment!, 'cat')
    expect((await takeOne(worker, project.id)).assignment).toBeUndefined()
    await slow`commit`
    slow.release()
    const late = (await takeOne(worker, project.id)).assignment
    expect(late?.items[0]?.sentence).toEqual({ type: 'text', text: 'late' })
  })

  test('the constraint stands behind the statements: no place beyond the last', async () => {
    const project = await textProject(server.client)
    await makeTasks(project.id, 1)
    await expect(server.sql`update tasks set active = 2 where project_id = ${project.id}`).rejects.toThrow(/exactly_n/)
  })

  test('a changed overlap: more answers are asked for, fewer complete what has enough', async () => {
    const project = await textProject(server.client, { min_answers: 2 })
    await makeTasks(project.id, 2)
    const [a, b] = [await server.makeWorker(project.id), await server.makeWorker(project.id)]
    await submit(a, (await takeOne(a, project.id)).assignment!, 'cat')
    await server.client.editProject({ params: { project_id: project.id }, body: { min_answers: 1 } })
    await expect
      .poll(async () => (await server.client.readProgress({ params: { project_id: project.id } })).tasks.completed, {
        timeout: 8000,
      })
      .toBe(1)
    await server.client.editProject({ params: { project_id: project.id }, body: { min_answers: 2 } })
    await expect
      .poll(
        async () =>
          (await server.client.listTasks({ query: { project_id: project.id, status: 'open' } })).data[0]
            ?.answers_wanted,
      )
      .toBe(2)
    await submit(a, (await takeOne(a, project.id)).assignment!, 'cat')
    await submit(b, (await takeOne(b, project.id)).assignment!, 'cat')
    expect((await takeOne(b, project.id)).reason).toBe('none_left')
  })
})

describe('what a worker may not do', () => {
  test('I-03 W-11 holds, tokens and pictures of others are unknown', async () => {
    const project = await textProject(server.client)
    await makeTasks(project.id, 1)
    const [a, b] = [await server.makeWorker(project.id), await server.makeWorker(project.id)]
    const { assignment } = await takeOne(a, project.id)
    await expect(submit(b, assignment!, 'cat')).rejects.toMatchObject({ code: 'not_found' })
    await expect(submit(a, { ...assignment!, token: 'x' }, 'cat')).rejects.toMatchObject({ code: 'not_found' })
    await expect(takeOne(await server.makePerson(), project.id)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('I-07 workers and keys stay on their side', async () => {
    const project = await animalProject(server.client)
    const worker = await server.makeWorker(project.id)
    await expect(worker.client.listTasks({ query: { project_id: project.id } })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(server.client.takeAssignments({ body: { project_id: project.id } })).rejects.toMatchObject({
      code: 'insufficient_scope',
    })
  })

  test('an answer that does not fit the form is refused with a pointer, and the hold stays', async () => {
    const project = await textProject(server.client)
    await makeTasks(project.id, 1)
    const worker = await server.makeWorker(project.id)
    const { assignment } = await takeOne(worker, project.id)
    const wrong = worker.client.submitAssignment({
      params: { assignment_id: assignment!.id },
      body: { token: assignment!.token, answer: [{ animal: '  ', plant: 'x' }] },
    })
    await expect(wrong).rejects.toMatchObject({
      problem: {
        errors: [
          { pointer: '/answer/0/plant', code: 'unknown_field' },
          { pointer: '/answer/0/animal', code: 'required' },
        ],
      },
    })
    await submit(worker, assignment!, 'cat')
  })
})
