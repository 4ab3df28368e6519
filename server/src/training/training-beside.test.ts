import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { foldChanges } from '../figures/fold-changes.ts'
import { goldProject, makeTask, sentenceOf, submit, take } from '../gold/gold.fixture.ts'
import { ask as request } from '../testing/ask.ts'
import { animalProject, startTestServer, type TestServer, textProject } from '../testing/server.ts'
import { ask, makePractice, practise, question, trainingProject } from './training.fixture.ts'

// Practice beside everything else: it is nobody's work, and no task of the project is any different for it.

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const goldOf = async (projectId: number) =>
  (await server.client.listGold({ params: { project_id: projectId } })).data.map(
    ({ training, exposures, max_exposures, scored, right }) => ({ training, exposures, max_exposures, scored, right }),
  )

describe('nothing of practice', () => {
  test('is in results, answers, progress, statistics, scores or limits; only in its own figures', async () => {
    const project = await trainingProject(server, { questions: 3, pass: 1 }, { max_answers_per_worker: 1 })
    const params = { project_id: project.id }
    const worker = await server.makeWorker(project.id)
    await practise(worker, project.id, ['dog', 'dog', 'cat'])
    const query = { project_id: project.id }
    expect(await worker.client.readOwnStatistics({ query })).toMatchObject({ today: 0, median_seconds: null })
    expect((await worker.client.listOwnAnswers({ query })).data).toEqual([])
    expect((await server.client.listProjectAnswers({ params })).data).toEqual([])
    expect(await server.client.readProgress({ params })).toMatchObject({
      tasks: { open: 1, completed: 0 },
      held: 0,
      answers: 0,
    })
    const [row] = (await server.client.listProjectWorkers({ params })).data
    expect(row).toMatchObject({ answers: 0, paused_at: null, last_answer_at: null })
    const detail = await server.client.readWorker({ params: { ...params, worker_id: row!.worker_id } })
    expect(detail).toMatchObject({ answers: { counted: 0 }, skill: null, training: { right: 1, passed: true } })
    expect((await request(`${server.url}/projects/${project.id}/results`, { key: server.key })).text).toBe('')
    expect(await server.client.readSummary({ params })).toMatchObject({ results: 0, fields: [{ values: [] }] })
    const kept = await server.sql`
      select (select count(*)::int from assignments where project_id = ${project.id}) as assignments,
             (select count(*)::int from answers where project_id = ${project.id}) as answers,
             (select count(*)::int from gold_scores where project_id = ${project.id}) as scores,
             (select count(*)::int from events where project_id = ${project.id} and type like 'answer.%') as events`
    expect(kept[0]).toEqual({ assignments: 0, answers: 0, scores: 0, events: 0 })
    // The one answer that a person may give is still theirs to give.
    expect((await ask(worker, project.id)).assignments.map(sentenceOf)).toEqual(['real'])
  })

  test('is mixed into work, however the dice fall; everybody gets it', async () => {
    const project = await trainingProject(server, { questions: 2, pass: 1 }, { min_answers: 1 })
    vi.spyOn(Math, 'random').mockReturnValue(0)
    for (let n = 0; n < 3; n++) {
      const worker = await server.makeWorker(project.id)
      await practise(worker, project.id, ['cat', 'cat'])
      const seen = (await ask(worker, project.id, 10)).assignments.map(sentenceOf)
      expect(seen).toEqual(n === 0 ? ['real'] : [])
    }
    vi.restoreAllMocks()
    expect(await goldOf(project.id)).toEqual(
      Array(2).fill({ training: true, exposures: 3, max_exposures: null, scored: 3, right: 1 }),
    )
  })
})

describe('marking for practice', () => {
  test('a task that is held: its hold ends, and what was answered late is kept, not counted', async () => {
    const project = await goldProject(server)
    const { id } = await makeTask(server, project.id, 'meow')
    const [holder, late] = [await server.makeWorker(project.id), await server.makeWorker(project.id)]
    const [held] = await take(holder, project.id)
    const [over] = await take(late, project.id)
    await server.sql`update assignments set deadline = now() - interval '1 minute' where id = ${over!.id}`
    await vi.waitFor(async () => {
      const [hold] = await server.sql`select state from assignments where id = ${over!.id}`
      expect(hold).toEqual({ state: 'expired' })
    }, 5000)
    const body = { answer: [{ animal: 'cat' }], training: true }
    expect(await server.client.markGold({ params: { task_id: id }, body })).toMatchObject({
      training: true,
      exposures: 0,
    })
    await expect(submit(holder, held!, 'cat')).rejects.toMatchObject({ code: 'gone' })
    await expect(submit(late, over!, 'cat')).rejects.toMatchObject({ code: 'gone' })
    const [task] = await server.sql`
      select lane, answered, active, (select count(*)::int from gold_scores s where s.task_id = t.id) as scores
      from tasks t where id = ${id}`
    expect(task).toEqual({ lane: 3, answered: 0, active: 0, scores: 0 })
  })

  test('a task just answered: the answer stands, and cannot be taken back or changed', async () => {
    const project = await goldProject(server)
    const { id } = await makeTask(server, project.id, 'meow')
    const worker = await server.makeWorker(project.id)
    const [held] = await take(worker, project.id)
    await submit(worker, held!, 'dog')
    await server.client.markGold({ params: { task_id: id }, body: { answer: [{ animal: 'cat' }], training: true } })
    const params = { assignment_id: held!.id }
    await expect(worker.client.withdrawAnswer({ params, body: { token: held!.token } })).rejects.toMatchObject({
      code: 'too_late',
    })
    await expect(worker.client.changeAnswer({ params, body: { answer: [{ animal: 'cat' }] } })).rejects.toMatchObject({
      code: 'too_late',
    })
  })

  test('a task that has been shown as often as gold may be is good for practice still', async () => {
    const project = await goldProject(server, {
      min_answers: 1,
      gold_exposures: 1,
      training: { questions: 1, pass: 1 },
    })
    const { id } = await makeTask(server, project.id, 'meow')
    await server.sql`update tasks set answered = 1, status = 'completed' where id = ${id}`
    await server.client.markGold({ params: { task_id: id }, body: { answer: [{ animal: 'cat' }], training: true } })
    expect((await server.client.readProject({ params: { project_id: project.id } })).training_tasks).toBe(1)
    expect(sentenceOf(await question(await server.makeWorker(project.id), project.id))).toBe('meow')
  })

  test('and back: to gold that is mixed in, or to an ordinary task', async () => {
    const project = await textProject(server.client)
    const { id } = await makePractice(server, project.id, 'meow')
    const mark = (training: boolean) =>
      server.client.markGold({ params: { task_id: id }, body: { answer: [{ animal: 'cat' }], training } })
    const figures = async () => {
      await foldChanges(server.sql, project.id)
      return (await server.sql`select tasks from result_totals where project_id = ${project.id}`)[0]?.tasks ?? 0
    }
    expect(await figures()).toBe(0)
    expect(await mark(false)).toMatchObject({ training: false, exposures: 0, max_exposures: 1 })
    expect(await figures()).toBe(1)
    expect(await mark(true)).toMatchObject({ training: true })
    expect(await figures()).toBe(0)
    expect(await server.client.unmarkGold({ params: { task_id: id } })).toMatchObject({ status: 'open', gold: false })
    const worker = await server.makeWorker(project.id)
    expect((await take(worker, project.id)).map(sentenceOf)).toEqual(['meow'])
  })

  test('needs the right answer; the same external_id as practice and as gold are two different things', async () => {
    const project = await textProject(server.client)
    const send = (more: object) =>
      server.client.createTask({ body: { project_id: project.id, task_spec: [{ sentence: 'x' }], ...more } })
    await expect(send({ training: true })).rejects.toMatchObject({ problem: { errors: [{ pointer: '/training' }] } })
    const gold = [{ animal: 'cat' }]
    const first = await send({ external_id: 'a', gold, training: true })
    expect(await send({ external_id: 'a', gold, training: true })).toMatchObject({ id: first.id, deduplicated: true })
    await expect(send({ external_id: 'a', gold })).rejects.toMatchObject({ code: 'duplicate_external_id' })
  })

  test('in bulk lines and in CSV files', async () => {
    const project = await textProject(server.client)
    const spec = (sentence: string) => ({ task_spec: [{ sentence }], name: sentence })
    const lines = [
      { ...spec('a'), gold: [{ animal: 'cat' }], training: true },
      spec('b'),
      spec('c'),
      { ...spec('d'), training: true },
    ]
    const bulk = await request(`${server.url}/tasks/bulk?project_id=${project.id}`, {
      method: 'POST',
      key: server.key,
      headers: { 'content-type': 'application/x-ndjson' },
      body: Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n')),
    })
    expect(bulk.text).toContain('/training')
    const csv = await request(`${server.url}/projects/${project.id}/gold-imports`, {
      method: 'POST',
      key: server.key,
      headers: { 'content-type': 'text/csv' },
      body: Buffer.from('name,training,animal\nb,yes,cat\nc,,cat\na,perhaps,cat\n'),
    })
    expect(csv.text).toContain('/training')
    const { data } = await server.client.listGold({ params: { project_id: project.id } })
    expect(Object.fromEntries(data.map(({ name, training }) => [name, training]))).toEqual({
      a: true,
      b: true,
      c: false,
    })
  })
})

test('a picture of practice is shown to who has the task open, while it is open', async () => {
  const project = await animalProject(server.client, { training: { questions: 2, pass: 1 } })
  for (const background of ['red', 'blue']) {
    const picture = { create: { width: 9, height: 9, channels: 3, background } } as const
    const image = `data:image/png;base64,${(await sharp(picture).png().toBuffer()).toString('base64')}`
    const task_spec = [{ image_with_animal: image }]
    const gold = [{ animal: 'cat' }]
    await server.client.createTask({ body: { project_id: project.id, task_spec, gold, training: true } })
  }
  const [worker, other] = [await server.makeWorker(project.id), await server.makeWorker(project.id)]
  const { id, token, items } = await question(worker, project.id)
  const shown = items[0]!.image_with_animal
  if (shown?.type !== 'image') throw new Error('No picture.')
  const status = async (who: { token: string }) => (await request(server.url + shown.url, { key: who.token })).status
  expect([await status(worker), await status(other)]).toEqual([200, 404])
  const body = { token, answer: [{ animal: 'cat' }] }
  await worker.client.submitAssignment({ params: { assignment_id: id }, body })
  expect(await status(worker)).toBe(404)
})

test('a pass above the questions is refused with a pointer, also when a part is changed', async () => {
  const refused = { code: 'invalid', problem: { errors: [{ pointer: '/training/pass' }] } }
  await expect(textProject(server.client, { training: { questions: 3, pass: 4 } })).rejects.toMatchObject(refused)
  const project = await textProject(server.client, { training: { questions: 3, pass: 3 } })
  expect(project.training).toEqual({ questions: 3, pass: 3 })
  const edit = (training: { questions: number; pass: number }) =>
    server.client.editProject({ params: { project_id: project.id }, body: { training } })
  await expect(edit({ questions: 1, pass: 2 })).rejects.toMatchObject(refused)
  expect((await edit({ questions: 50, pass: 50 })).training).toEqual({ questions: 50, pass: 50 })
})

test('synonyms count as right, and every item of a task must be', async () => {
  const project = await textProject(server.client, {
    training: { questions: 1, pass: 1 },
    synonyms: [{ from: 'kitty', to: 'cat' }],
  })
  await server.client.createTask({
    body: {
      project_id: project.id,
      task_spec: [{ sentence: 'a' }, { sentence: 'b' }],
      gold: [{ animal: 'cat' }, { animal: 'dog' }],
      training: true,
    },
  })
  const answered = async (...animals: string[]) => {
    const worker = await server.makeWorker(project.id)
    const { id, token } = await question(worker, project.id)
    const answer = animals.map((animal) => ({ animal }))
    return (await worker.client.submitAssignment({ params: { assignment_id: id }, body: { token, answer } })).feedback
  }
  expect((await answered('Kitty', 'dog'))?.right).toBe(true)
  expect(await answered('cat', 'cat')).toMatchObject({ right: false, answer: [{ animal: 'cat' }, { animal: 'dog' }] })
})
