import type { EarlierAnswerReceipt } from '@whisker/api/answer-imports.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refitNow } from '../../crowd/crowd.fixture.ts'
import { ask } from '../../testing/ask.ts'
import { startTestServer, type TestServer, textProject } from '../../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

async function send(projectId: number, lines: readonly (object | string)[], source = 'Old tool', more = '') {
  const body = lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('')
  const path = `${server.url}/projects/${projectId}/answer-imports?source=${encodeURIComponent(source)}${more}`
  const reply = await ask(path, { key: server.key, body, headers: { 'content-type': 'application/x-ndjson' } })
  const receipts =
    reply.status === 200
      ? reply.text
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line) as EarlierAnswerReceipt)
      : []
  return { ...reply, receipts }
}

async function projectOf(settings: object, count = 3) {
  const project = await textProject(server.client, settings)
  const ids: string[] = []
  for (let n = 0; n < count; n++) {
    const { id } = await server.client.createTask({
      body: { project_id: project.id, external_id: `t${n}`, task_spec: [{ sentence: `Number ${n}` }] },
    })
    ids.push(id)
  }
  return { id: project.id, ids }
}

const taskOf = (task_id: string) => server.client.readTask({ params: { task_id } })
const cat = [{ animal: 'cat' }]

describe('answers that were given somewhere else', () => {
  test('each counts as one answer of a worker who is called as its source, and finishes its task', async () => {
    const { id, ids } = await projectOf({ min_answers: 1, max_answers: 1, confidence: 0.6 })
    const { receipts } = await send(id, [
      { external_id: 't0', answer: cat },
      { task_id: ids[1]!.toUpperCase(), answer: [{ animal: 'dog' }] },
    ])
    expect(receipts).toEqual([
      { line: 1, status: 'counted', task_id: ids[0] },
      { line: 2, status: 'counted', task_id: ids[1] },
    ])
    expect(await taskOf(ids[0]!)).toMatchObject({
      status: 'completed',
      answers: 1,
      result: [{ animal: { value: 'cat' } }],
    })
    expect(await taskOf(ids[2]!)).toMatchObject({ status: 'open', answers: 0 })
    const { data } = await server.client.listProjectWorkers({ params: { project_id: id } })
    expect(data.map(({ name }) => name)).toEqual(['Old tool'])
  })

  test('people fill the places that are left, and the source is never asked twice', async () => {
    const { id, ids } = await projectOf({ min_answers: 2, max_answers: 2 }, 1)
    await send(id, [{ external_id: 't0', answer: cat }])
    expect(await taskOf(ids[0]!)).toMatchObject({ status: 'open', answers: 1 })
    const worker = await server.makeWorker(id)
    const { assignments } = await worker.client.takeAssignments({ body: { project_id: id } })
    await worker.client.submitAssignment({
      params: { assignment_id: assignments[0]!.id },
      body: { token: assignments[0]!.token, answer: cat },
    })
    expect(await taskOf(ids[0]!)).toMatchObject({ answers: 2 })
    const late = await send(id, [{ external_id: 't0', answer: cat }], 'Another tool')
    expect(late.receipts).toMatchObject([
      { status: 'error', code: 'conflict', detail: expect.stringContaining('wants no more answers') },
    ])
    expect(await taskOf(ids[0]!)).toMatchObject({ answers: 2 })
  })

  test('a place that somebody holds is not given away', async () => {
    const { id, ids } = await projectOf({ min_answers: 1, max_answers: 1 }, 1)
    const worker = await server.makeWorker(id)
    await worker.client.takeAssignments({ body: { project_id: id } })
    expect((await send(id, [{ external_id: 't0', answer: cat }])).receipts).toMatchObject([
      { status: 'error', code: 'conflict' },
    ])
    expect(await taskOf(ids[0]!)).toMatchObject({ answers: 0 })
  })

  test('the same stream again adds nothing; something else of the same source is refused and the first stays', async () => {
    const { id, ids } = await projectOf({ min_answers: 2, max_answers: 3 })
    const lines = ids.map((task_id) => ({ task_id, answer: cat }))
    expect((await send(id, lines)).receipts.map(({ status }) => status)).toEqual(['counted', 'counted', 'counted'])
    expect((await send(id, lines)).receipts.map(({ status }) => status)).toEqual(['there', 'there', 'there'])
    const twice = await send(id, [{ external_id: 't0', answer: [{ animal: 'dog' }] }])
    expect(twice.receipts).toMatchObject([
      { status: 'error', code: 'conflict', detail: expect.stringContaining('that stays') },
    ])
    expect(
      (await send(id, [{ external_id: 't0', answer: [{ animal: 'dog' }] }], 'Second tool')).receipts,
    ).toMatchObject([{ status: 'counted' }])
    expect(await taskOf(ids[0]!)).toMatchObject({ answers: 2 })
  })

  test('two streams of one source at once count each answer once', async () => {
    const { id, ids } = await projectOf({ min_answers: 3, max_answers: 3 }, 30)
    const lines = ids.map((task_id) => ({ task_id, answer: cat }))
    await Promise.all([send(id, lines), send(id, lines.toReversed())])
    const again = await send(id, lines)
    expect(new Set(again.receipts.map(({ status }) => status))).toEqual(new Set(['there']))
    const [row] = await server.sql<{ answers: number; active: number; answered: number; sources: number }[]>`
      select (select count(*)::int from answers where project_id = ${id}) as answers, sum(active)::int as active, sum(answered)::int as answered,
             (select count(*)::int from answer_sources where project_id = ${id}) as sources
      from tasks where project_id = ${id}`
    expect(row).toEqual({ answers: 30, active: 0, answered: 30, sources: 1 })
  })

  test('of two lines about one task the second finds what the first has said', async () => {
    const { id } = await projectOf({ min_answers: 2, max_answers: 2 }, 1)
    const { receipts } = await send(id, [
      { external_id: 't0', answer: cat },
      { external_id: 't0', answer: cat },
      { external_id: 't0', answer: [{ animal: 'dog' }] },
    ])
    expect(receipts).toMatchObject([{ status: 'counted' }, { status: 'there' }, { status: 'error', code: 'conflict' }])
  })

  test('what the form does not take is told by line and place, and leaves its place free', async () => {
    const { id, ids } = await projectOf({ min_answers: 1, max_answers: 1 })
    const { receipts } = await send(id, [
      { external_id: 't0', answer: [{ plant: 'x' }] },
      { external_id: 'nobody', answer: cat },
      '{"external_id":"t1"',
      { answer: cat },
      { external_id: 't1', task_id: ids[1], answer: cat },
      { external_id: 't2', answer: cat },
    ])
    expect(receipts).toMatchObject([
      {
        line: 1,
        status: 'error',
        code: 'invalid',
        errors: expect.arrayContaining([expect.objectContaining({ pointer: '/answer/0/plant' })]),
      },
      { line: 2, code: 'not_found' },
      { line: 3, code: 'bad_request' },
      { line: 4, code: 'invalid', errors: [{ pointer: '/task_id' }] },
      { line: 5, code: 'invalid', errors: [{ pointer: '/task_id' }] },
      { line: 6, status: 'counted' },
    ])
    expect((await send(id, [{ external_id: 't0', answer: cat }], 'Another')).receipts).toMatchObject([
      { status: 'counted' },
    ])
  })

  test('gold, cancelled tasks and tasks of another project take none', async () => {
    const { id, ids } = await projectOf({})
    await server.client.markGold({ params: { task_id: ids[0]! }, body: { answer: cat } })
    await server.client.cancelTask({ params: { task_id: ids[1]! } })
    const other = await projectOf({}, 1)
    const { receipts } = await send(id, [
      { task_id: ids[0], answer: cat },
      { task_id: ids[1], answer: cat },
      { task_id: other.ids[0], answer: cat },
    ])
    expect(receipts).toMatchObject([
      { code: 'conflict', detail: expect.stringContaining('gold') },
      { code: 'conflict' },
      { code: 'not_found' },
    ])
    expect(await taskOf(other.ids[0]!)).toMatchObject({ answers: 0 })
  })

  test('limits that are for people are not asked, and its seconds are not counted against it', async () => {
    const { id, ids } = await projectOf({
      min_answers: 1,
      max_answers: 1,
      confidence: 0.6,
      min_seconds: 30,
      max_answers_per_worker: 1,
      require_language: true,
    })
    const { receipts } = await send(
      id,
      ids.map((task_id) => ({ task_id, answer: cat })),
    )
    expect(receipts.map(({ status }) => status)).toEqual(['counted', 'counted', 'counted'])
  })

  test('what broke off between task and answer is taken up by the next stream', async () => {
    const { id, ids } = await projectOf({ min_answers: 1, max_answers: 1 }, 1)
    await send(id, [], 'Old tool')
    const [source] = await server.sql<
      { person_id: string }[]
    >`select person_id from answer_sources where project_id = ${id}`
    const { holdTasks } = await import('./hold-tasks.ts')
    const held = await holdTasks(server.sql, { projectId: id, workerId: source!.person_id }, ids)
    expect(held.size).toBe(1)
    expect((await send(id, [{ task_id: ids[0], answer: cat }])).receipts).toMatchObject([{ status: 'counted' }])
    expect(await taskOf(ids[0]!)).toMatchObject({ answers: 1 })
  })

  test('a source that was removed, an archived project and a file of another form are refused', async () => {
    const { id } = await projectOf({})
    await send(id, [{ external_id: 't0', answer: cat }])
    const [worker] = (await server.client.listProjectWorkers({ params: { project_id: id } })).data
    await server.client.removeWorker({
      params: { project_id: id, worker_id: worker!.worker_id },
    })
    expect((await send(id, [{ external_id: 't1', answer: cat }])).problem).toMatchObject({
      status: 409,
      detail: expect.stringContaining('"Old tool" was removed'),
    })
    const csv = await ask(`${server.url}/projects/${id}/answer-imports?source=x`, {
      key: server.key,
      body: 'external_id,animal\nt0,cat\n',
      headers: { 'content-type': 'application/x-ndjson' },
    })
    expect(csv.problem).toMatchObject({ status: 400, detail: expect.stringContaining('table (CSV)') })
    await server.client.archiveProject({ params: { project_id: id } })
    expect((await send(id, [{ external_id: 't1', answer: cat }], 'y')).problem).toMatchObject({
      code: 'project_closed',
    })
  })

  test('for review: what they finish waits for a reviewer, and no refit takes it from them', async () => {
    const { id, ids } = await projectOf({ min_answers: 1, max_answers: 1 }, 12)
    const lines = ids.map((task_id) => ({ task_id, answer: cat }))
    await send(id, lines.slice(0, 6), 'Old tool', '&review=true')
    await send(id, lines.slice(6), 'Old tool')
    expect(await taskOf(ids[0]!)).toMatchObject({ status: 'needs_review', answers: 1 })
    expect(await taskOf(ids[6]!)).toMatchObject({ status: 'completed', answers: 1 })
    await refitNow(server.running.server, id)
    expect(await taskOf(ids[0]!)).toMatchObject({ status: 'needs_review' })
    const corrected = await server.client.correctTask({
      params: { task_id: ids[0]! },
      body: { result: [{ animal: 'dog' }] },
    })
    expect(corrected).toMatchObject({ status: 'completed', result: [{ animal: { value: 'dog' } }] })
  })
})
