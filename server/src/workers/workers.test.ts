import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { workerPseudonym } from '../accounts/secrets.ts'
import { goldProject, makeTask, sentenceOf, submit, take } from '../gold/gold.fixture.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())
afterEach(() => vi.restoreAllMocks())

const idOf = (person: TestPerson) =>
  workerPseudonym(server.running.server.secret, server.running.workspaceId, person.id)
const detailOf = (projectId: number, person: TestPerson) =>
  server.client.readWorker({ params: { project_id: projectId, worker_id: idOf(person) } })
const next = (person: TestPerson, projectId: number) =>
  person.client.takeAssignments({ body: { project_id: projectId } })

/** A project with gold, and a worker who answers `animals` to gold tasks about cats. */
async function answerGold(animals: string[], draft: Parameters<typeof goldProject>[1] = {}) {
  const project = await goldProject(server, draft)
  for (const [n] of animals.entries()) await makeTask(server, project.id, `gold ${n}`, 'cat')
  for (let n = 0; n < 3; n++) await makeTask(server, project.id, `ordinary ${n}`)
  const worker = await server.makeWorker(project.id)
  vi.spyOn(Math, 'random').mockReturnValue(0)
  for (const animal of animals) {
    const [assignment] = await take(worker, project.id)
    expect(sentenceOf(assignment!)).toMatch(/^gold/)
    await submit(worker, assignment!, animal)
  }
  return { project, worker }
}

describe('skill', () => {
  test('per field with its interval', async () => {
    const { project, worker } = await answerGold(['Cat', 'cat!', 'dog', 'CAT'])
    const detail = await detailOf(project.id, worker)
    expect(detail.answers).toEqual({ counted: 4, late: 0, reverted: 0, too_fast: 0 })
    // Beta(1 + 3, 1 + 1): mean 4/6, 5 % and 95 % points by its cumulative distribution.
    expect(detail.skill).toMatchObject({ right: 3, answered: 4 })
    expect(detail.skill?.accuracy).toBeCloseTo(4 / 6, 6)
    expect(detail.skill?.low).toBeCloseTo(0.3426, 3)
    expect(detail.skill?.high).toBeCloseTo(0.9236, 3)
    expect(detail.fields).toEqual([{ field: 'animal', ...detail.skill }])
    expect(detail).toMatchObject({ paused_at: null, appeals: [], reversal: null })
  })

  test('a worker of another project of the workspace is unknown here', async () => {
    const [one, other] = [await goldProject(server), await goldProject(server)]
    const worker = await server.makeWorker(one.id)
    expect((await detailOf(one.id, worker)).skill).toBeNull()
    await expect(detailOf(other.id, worker)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('a worker who is almost surely below the floor', () => {
  const wrong = ['dog', 'dog', 'dog', 'dog', 'dog']

  test('is paused after five gold answers, not after four, and is told why', async () => {
    const { project, worker } = await answerGold(wrong.slice(1))
    expect((await next(worker, project.id)).assignments).toHaveLength(1)
    const again = await answerGold(wrong)
    const told = await next(again.worker, again.project.id)
    expect(told).toMatchObject({ assignments: [], reason: 'worker_paused', appeal: 'possible' })
    expect(told.detail).toMatch(/^0 of your 5 answers to check tasks were right/)
    expect(await detailOf(again.project.id, again.worker)).toMatchObject({ paused_reason: told.detail })
    await expect
      .poll(async () => (await server.client.listEvents({ query: { project_id: again.project.id } })).data)
      .toContainEqual(expect.objectContaining({ type: 'worker.paused' }))
  })

  test('goes on where the project has no floor', async () => {
    const { project, worker } = await answerGold(wrong, { skill_floor: null })
    expect((await next(worker, project.id)).assignments).toHaveLength(1)
  })

  test('can answer the pause; the requester resumes or keeps it, and earlier gold does not pause again', async () => {
    const { project, worker } = await answerGold(wrong)
    await makeTask(server, project.id, 'gold 9', 'cat')
    const params = { project_id: project.id }
    const write = (comment: string) => worker.client.createAppeal({ params, body: { comment } })
    await write('It was a dog each time.')
    await expect(write('Hello?')).rejects.toMatchObject({ code: 'conflict' })
    expect(await next(worker, project.id)).toMatchObject({ reason: 'worker_paused', appeal: 'waiting' })
    const { data } = await server.client.listAppeals({ params })
    expect(data).toMatchObject([{ worker_id: idOf(worker), comment: 'It was a dog each time.', outcome: null }])
    const resolve = (id: string, outcome: 'kept' | 'resumed', reply = '') =>
      server.client.resolveAppeal({ params: { appeal_id: id }, body: { outcome, reply } })
    await resolve(data[0]!.id, 'kept', 'Please look again.')
    const told = await next(worker, project.id)
    expect(told).toMatchObject({ reason: 'worker_paused', appeal: 'possible' })
    expect(told.detail).toContain('Please look again.')
    await expect(resolve(data[0]!.id, 'resumed')).rejects.toMatchObject({ code: 'conflict' })
    await write('I see now.')
    const [second] = (await server.client.listAppeals({ params })).data
    await resolve(second!.id, 'resumed')
    const [assignment] = await take(worker, project.id)
    expect(sentenceOf(assignment!)).toBe('gold 9')
    await submit(worker, assignment!, 'dog')
    expect((await next(worker, project.id)).assignments).toHaveLength(1)
  })

  test('an appeal of somebody who is not paused, or not of this project', async () => {
    const project = await goldProject(server)
    const write = (person: TestPerson) =>
      person.client.createAppeal({ params: { project_id: project.id }, body: { comment: 'x' } })
    await expect(write(await server.makeWorker(project.id))).rejects.toMatchObject({ code: 'conflict' })
    await expect(write(await server.makePerson())).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('answers that come too fast', () => {
  test('are kept and not counted, the place goes to others; sent again they get the same reply', async () => {
    const project = await goldProject(server, { min_answers: 1, min_seconds: 1 })
    const { id } = await makeTask(server, project.id, 'x')
    const [fast, other] = [await server.makeWorker(project.id), await server.makeWorker(project.id)]
    const [held] = await take(fast, project.id)
    for (let tries = 0; tries < 2; tries++)
      await expect(submit(fast, held!, 'cat')).rejects.toMatchObject({ code: 'too_fast' })
    expect((await next(fast, project.id)).reason).toBe('none_left')
    expect((await detailOf(project.id, fast)).answers).toMatchObject({ counted: 0, too_fast: 1 })
    const { data } = await server.client.listProjectWorkers({ params: { project_id: project.id } })
    expect(data.map(({ answers, too_fast }) => [answers, too_fast]).toSorted()).toEqual([
      [0, 0],
      [0, 1],
    ])
    const [mine] = await take(other, project.id)
    await server.sql`update assignments set taken_at = now() - interval '1 minute' where id = ${mine!.id}`
    expect(await submit(other, mine!, 'cat')).toMatchObject({ state: 'counted' })
    expect(await submit(other, mine!, 'cat')).toMatchObject({ state: 'counted' })
    expect(await server.client.readTask({ params: { task_id: id } })).toMatchObject({ status: 'completed', answers: 1 })
  })

  test('the clock of the second of two begins when the first is answered', async () => {
    const project = await goldProject(server, { min_answers: 1, min_seconds: 20 })
    for (const sentence of ['x', 'y']) await makeTask(server, project.id, sentence)
    const worker = await server.makeWorker(project.id)
    const [first, second] = await take(worker, project.id, 2)
    await server.sql`update assignments set taken_at = now() - interval '1 minute' where project_id = ${project.id}`
    await submit(worker, first!, 'cat')
    await expect(submit(worker, second!, 'cat')).rejects.toMatchObject({ code: 'too_fast' })
  })
})

test('a limit of answers per worker: told kindly, others go on', async () => {
  const project = await goldProject(server, { max_answers_per_worker: 2 })
  for (let n = 0; n < 4; n++) await makeTask(server, project.id, `${n}`)
  const [a, b] = [await server.makeWorker(project.id), await server.makeWorker(project.id)]
  for (let n = 0; n < 2; n++) await submit(a, (await take(a, project.id))[0]!, 'cat')
  expect(await next(a, project.id)).toMatchObject({
    reason: 'limit_reached',
    detail: expect.stringMatching(/^Thank you/),
  })
  expect((await next(b, project.id)).assignments).toHaveLength(1)
})
