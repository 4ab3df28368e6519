import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { forgetPerson } from '../deletions/forget-person.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'
import { goldProject, makeTask, sentenceOf, submit, take } from './gold.fixture.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())
afterEach(() => vi.restoreAllMocks())

/** The dice always say gold, or never. */
const gold = (always: boolean) => vi.spyOn(Math, 'random').mockReturnValue(always ? 0 : 0.999)

describe('a task with its known answer', () => {
  test('is completed by it, and only the requester is told', async () => {
    const project = await goldProject(server)
    const task = await makeTask(server, project.id, 'meow', ' Cat ')
    expect(task).toMatchObject({ status: 'completed', gold: true, answers: 0, answers_wanted: 3 })
    expect(task.result).toEqual([{ animal: { value: 'Cat', confidence: 1, votes: [] } }])
    const { data } = await server.client.listGold({ params: { project_id: project.id } })
    expect(data).toMatchObject([{ task_id: task.id, source: 'api', exposures: 0, max_exposures: 3, right: null }])
    const worker = await server.makeWorker(project.id)
    await makeTask(server, project.id, 'woof')
    gold(true)
    const [assignment] = await take(worker, project.id)
    expect(sentenceOf(assignment!)).toBe('meow')
    expect(JSON.stringify(assignment)).not.toMatch(/gold|cat/i)
    gold(false)
    const [ordinary] = await take(worker, project.id)
    expect(sentenceOf(ordinary!)).toBe('woof')
    expect(Object.keys(assignment!)).toEqual(Object.keys(ordinary!))
    const replies = [await submit(worker, assignment!, 'cat'), await submit(worker, ordinary!, 'dog')]
    expect(Object.keys(replies[0]!)).toEqual(Object.keys(replies[1]!))
    const after = await server.client.listGold({ params: { project_id: project.id } })
    expect(after.data[0]).toMatchObject({ exposures: 1, scored: 1, right: 1, retired_at: null })
  })

  test('that contradicts the form is refused with a pointer, and nothing is made', async () => {
    const project = await goldProject(server, {
      output_spec: [{ type: 'select', name: 'animal', options: [{ value: 'cat' }, { value: 'dog' }] }],
    })
    await expect(makeTask(server, project.id, 'x', 'cow')).rejects.toMatchObject({
      code: 'invalid',
      problem: { errors: [{ pointer: '/gold/0/animal', code: 'unknown_option' }] },
    })
    const task = await makeTask(server, project.id, 'x')
    const mark = server.client.markGold({ params: { task_id: task.id }, body: { answer: [{ animal: 'cow' }] } })
    await expect(mark).rejects.toMatchObject({ problem: { errors: [{ pointer: '/answer/0/animal' }] } })
    expect(await server.client.readTask({ params: { task_id: task.id } })).toMatchObject({
      status: 'open',
      gold: false,
    })
    expect((await server.client.listTasks({ query: { project_id: project.id } })).data).toHaveLength(1)
  })

  test('sent again with the same external_id makes no second one; with another known answer it is a conflict', async () => {
    const project = await goldProject(server)
    const send = (animal: string) =>
      server.client.createTask({
        body: { project_id: project.id, external_id: 'a', task_spec: [{ sentence: 'x' }], gold: [{ animal }] },
      })
    const first = await send('cat')
    expect(await send('cat')).toMatchObject({ id: first.id, deduplicated: true })
    await expect(send('dog')).rejects.toMatchObject({ code: 'duplicate_external_id' })
  })
})

describe('mixing in', () => {
  test('never without the dice, never twice to one worker, never more often than its places', async () => {
    const project = await goldProject(server, { min_answers: 2 })
    await makeTask(server, project.id, 'gold', 'cat')
    for (let n = 0; n < 6; n++) await makeTask(server, project.id, `${n}`)
    const workers = await Promise.all([1, 2, 3].map(() => server.makeWorker(project.id)))
    gold(false)
    expect((await take(workers[0]!, project.id, 2)).map(sentenceOf)).not.toContain('gold')
    gold(true)
    for (const worker of workers.slice(0, 2)) {
      const taken = await take(worker, project.id, 2)
      expect(taken.map(sentenceOf)).toContain('gold')
      for (const one of taken) await submit(worker, one, 'cat')
      expect((await take(worker, project.id, 2)).map(sentenceOf)).not.toContain('gold')
    }
    expect((await take(workers[2]!, project.id, 3)).map(sentenceOf)).not.toContain('gold')
    const { data } = await server.client.listGold({ params: { project_id: project.id } })
    expect(data[0]).toMatchObject({ exposures: 2, max_exposures: 2, retired_at: expect.any(String) })
  })

  test('who has seen all ordinary tasks is told so, whatever gold there is', async () => {
    const project = await goldProject(server)
    for (let n = 0; n < 3; n++) await makeTask(server, project.id, `gold ${n}`, 'cat')
    const worker = await server.makeWorker(project.id)
    gold(true)
    const next = () => worker.client.takeAssignments({ body: { project_id: project.id } })
    expect(await next()).toMatchObject({ assignments: [], reason: 'none_left' })
    await makeTask(server, project.id, 'ordinary')
    const seen: string[] = []
    for (let taken = await take(worker, project.id, 2); taken.length > 0; taken = await take(worker, project.id, 2)) {
      for (const one of taken) {
        seen.push(sentenceOf(one))
        await submit(worker, one, 'cat')
      }
    }
    expect(seen).toContain('ordinary')
    expect((await next()).reason).toBe('none_left')
  })

  test('a project can turn it off; gold of another version of the form stays away', async () => {
    const project = await goldProject(server)
    await makeTask(server, project.id, 'gold', 'cat')
    await makeTask(server, project.id, 'one')
    const worker = await server.makeWorker(project.id)
    gold(true)
    const first = async () => {
      const [assignment] = await take(worker, project.id)
      await worker.client.releaseAssignment({
        params: { assignment_id: assignment!.id },
        body: assignment! && { token: assignment.token },
      })
      return sentenceOf(assignment!)
    }
    await server.client.editProject({ params: { project_id: project.id }, body: { inject_gold: false } })
    expect(await first()).toBe('one')
    await server.sql`
      insert into project_versions select project_id, 2, input_spec, output_spec from project_versions where project_id = ${project.id}`
    await server.sql`update projects set inject_gold = true where id = ${project.id}`
    await server.sql`update tasks set version = 2 where project_id = ${project.id} and not gold`
    expect(await first()).toBe('one')
    await server.sql`update tasks set version = 1 where project_id = ${project.id}`
    expect(await first()).toBe('gold')
  })

  test('a gold task that was given back comes again like any other', async () => {
    const project = await goldProject(server)
    await makeTask(server, project.id, 'gold', 'cat')
    await makeTask(server, project.id, 'one')
    const worker = await server.makeWorker(project.id)
    gold(true)
    const [first] = await take(worker, project.id)
    await worker.client.releaseAssignment({ params: { assignment_id: first!.id }, body: { token: first!.token } })
    gold(false)
    // What comes back is looked for ten times a second.
    await sleep(150)
    const [again] = await take(worker, project.id)
    expect([sentenceOf(first!), sentenceOf(again!)]).toEqual(['gold', 'gold'])
    const [row] = await server.sql`select lane, active from tasks where project_id = ${project.id} and gold`
    expect(row).toEqual({ lane: 2, active: 1 })
  })

  test('its place in a batch is by chance', async () => {
    const project = await goldProject(server, { gold_exposures: 100 })
    for (let n = 0; n < 30; n++) await makeTask(server, project.id, `${n}`)
    await makeTask(server, project.id, 'gold', 'cat')
    const places = new Set<number>()
    for (const place of [0, 0.4, 0.9]) {
      vi.spyOn(Math, 'random').mockReturnValueOnce(0).mockReturnValueOnce(place)
      const taken = await take(await server.makeWorker(project.id), project.id, 3)
      expect(taken).toHaveLength(3)
      expect(taken.map((one) => one.id)).toEqual(taken.map((one) => one.id).toSorted())
      places.add(taken.map(sentenceOf).indexOf('gold'))
    }
    expect(places).toEqual(new Set([0, 1, 2]))
  })
})

describe('marking a task that is there', () => {
  test('a completed one: its result is the known answer, one more worker may see it; back again by DELETE', async () => {
    const project = await goldProject(server, { min_answers: 1 })
    const task = await makeTask(server, project.id, 'meow')
    const worker = await server.makeWorker(project.id)
    await submit(worker, (await take(worker, project.id))[0]!, 'dog')
    const params = { task_id: task.id }
    const marked = await server.client.markGold({ params, body: { answer: [{ animal: 'cat' }], source: 'dashboard' } })
    expect(marked).toMatchObject({ source: 'dashboard', exposures: 1, max_exposures: 2, scored: 0 })
    expect((await server.client.readTask({ params })).result?.[0]?.animal).toMatchObject({
      value: 'cat',
      confidence: 1,
      votes: [{ value: 'dog', count: 1 }],
    })
    await makeTask(server, project.id, 'other')
    const second = await server.makeWorker(project.id)
    gold(true)
    const [held] = await take(second, project.id)
    expect(sentenceOf(held!)).toBe('meow')
    const back = await server.client.unmarkGold({ params })
    expect(back).toMatchObject({ status: 'completed', gold: false, answers: 1, answers_wanted: 1 })
    expect(back.result?.[0]?.animal?.value).toBe('dog')
    await expect(submit(second, held!, 'cat')).rejects.toMatchObject({ code: expect.stringMatching(/gone|expired/) })
    expect((await server.client.unmarkGold({ params })).gold).toBe(false)
  })

  test('an open one: who holds it goes on, and is scored; another known answer drops the scores', async () => {
    const project = await goldProject(server)
    const task = await makeTask(server, project.id, 'meow')
    const worker = await server.makeWorker(project.id)
    const [held] = await take(worker, project.id)
    const mark = (animal: string) =>
      server.client.markGold({ params: { task_id: task.id }, body: { answer: [{ animal }] } })
    await mark('cat')
    await submit(worker, held!, 'dog')
    expect(await mark('cat')).toMatchObject({ scored: 1, right: 0 })
    expect(await mark('dog')).toMatchObject({ scored: 0, right: null })
    expect(await server.client.unmarkGold({ params: { task_id: task.id } })).toMatchObject({
      status: 'open',
      result: null,
      answers: 1,
      answers_wanted: 3,
    })
  })

  test('a cancelled one is refused', async () => {
    const project = await goldProject(server)
    const { id } = await makeTask(server, project.id, 'x')
    await server.client.cancelTask({ params: { task_id: id } })
    const mark = server.client.markGold({ params: { task_id: id }, body: { answer: [{ animal: 'cat' }] } })
    await expect(mark).rejects.toMatchObject({ code: 'conflict' })
  })
})

test('an answer to gold after its deadline is counted and scored where a place is free', async () => {
  const project = await goldProject(server)
  const task = await makeTask(server, project.id, 'gold', 'cat')
  await makeTask(server, project.id, 'one')
  const worker = await server.makeWorker(project.id)
  gold(true)
  const [held] = await take(worker, project.id)
  await server.sql`
    update assignments set state = 'expired', ended_at = now() where project_id = ${project.id} and id = ${held!.id}`
  await server.sql`update tasks set active = 0 where project_id = ${project.id} and id = ${task.id}`
  await submit(worker, held!, 'cat')
  const { data } = await server.client.listGold({ params: { project_id: project.id } })
  expect(data[0]).toMatchObject({ exposures: 1, scored: 1, right: 1 })
})

test('who said last what is right is kept, and goes with the person', async () => {
  const project = await goldProject(server)
  const { id } = await makeTask(server, project.id, 'meow', 'cat')
  const by = async () => (await server.client.listGold({ params: { project_id: project.id } })).data[0]?.by
  expect(await by(), 'it came with its task').toBe(null)
  const ada = await server.makePerson({ workspaceId: server.running.workspaceId, role: 'editor' })
  const mark = (client: typeof ada.client, animal: string) =>
    client.markGold({ params: { task_id: id }, body: { answer: [{ animal }] } })
  expect(await mark(ada.client, 'dog')).toMatchObject({ by: 'Test Person' })
  expect(await by()).toBe('Test Person')
  expect(await mark(server.client, 'cat'), 'by an API key').toMatchObject({ by: null })
  await mark(ada.client, 'dog')
  const kept = (await (await ada.client.exportPerson()).json()) as { known_answers: object[] }
  expect(kept.known_answers).toMatchObject([{ project_id: project.id, task_id: id }])
  await forgetPerson(server.sql, ada.id)
  expect(await by()).toBe(null)
  expect(await server.sql`select from gold where task_id = ${id} and marked_by is null`).toHaveLength(1)
})

test('a known answer that comes with its task is kept whole: the text of a span is filled in', async () => {
  const { id: project_id } = await server.client.createProject({
    body: {
      ...{ title: 'Names', input_spec: [{ name: 'text', type: 'text' }] },
      output_spec: [{ type: 'spans', name: 'names', options: [{ value: 'person' }] }],
    },
  })
  const drafts = ['Ann is here', 'Bob is not'].map((text) => ({
    ...{ task_spec: [{ text }], gold: [{ names: [{ label: 'person', start: 0, end: 3 }] }] },
  }))
  await server.client.createTask({ body: { project_id, ...drafts[0]! } })
  const body = [drafts[1], { ...drafts[1], gold: [{ names: [{ label: 'person', start: 0, end: 99 }] }] }]
  const response = await server.client.createTasks({
    ...{ query: { project_id }, headers: { 'content-type': 'application/x-ndjson' } },
    body: body.map((line) => `${JSON.stringify(line)}\n`).join(''),
  })
  const receipts = (await response.text()).trim().split('\n')
  expect(receipts.map((line) => JSON.parse(line))).toMatchObject([
    { status: 'created' },
    { status: 'error', errors: [{ pointer: '/gold/0/names/0/end' }] },
  ])
  const { data } = await server.client.listGold({ params: { project_id } })
  expect(data.map(({ answer }) => answer)).toEqual(
    ['Bob', 'Ann'].map((text) => [{ names: [{ label: 'person', start: 0, end: 3, text }] }]),
  )
})
