import { createClient } from '@whisker/api/client.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Running } from '../start.ts'
import { startTestServer, type TestPerson, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
let other: Running
beforeAll(async () => {
  server = await startTestServer({ WORKER_HOLDS: '3' })
  other = await server.startAnother()
})
afterAll(() => server.close())

async function makeTasks(draft: Parameters<typeof textProject>[1] = {}) {
  const { id } = await textProject(server.client, draft)
  const lines = Array.from({ length: 30 }, (_, n) => `{"task_spec":[{"sentence":"text ${n}"}]}\n`).join('')
  const headers = { 'content-type': 'application/x-ndjson' }
  await (await server.client.createTasks({ query: { project_id: id }, body: lines, headers })).text()
  return id
}

/** Takes at the same time, half of them by another server. */
async function takeAtOnce(worker: TestPerson, projectId: number, times: number, count = 1) {
  const clients = [worker.client, createClient({ url: other.address, key: worker.token })]
  const replies = await Promise.all(
    Array.from({ length: times }, (_, n) =>
      (clients[n % 2] as typeof worker.client).takeAssignments({ body: { project_id: projectId, count } }),
    ),
  )
  return { replies, held: replies.flatMap(({ assignments }) => assignments) }
}

const submit = (worker: TestPerson, { id, token }: { id: string; token: string }) =>
  worker.client.submitAssignment({ params: { assignment_id: id }, body: { token, answer: [{ animal: 'cat' }] } })

const counted = async (projectId: number) => {
  const [row] = await server.sql`
    select count(*)::int as n from answers where project_id = ${projectId} and state = 'counted'`
  return row?.n
}

test('F14 takes at the same moment, of several servers, never pass the most that a worker may hold', async () => {
  for (const count of [1, 2]) {
    const id = await makeTasks()
    const { held, replies } = await takeAtOnce(await server.makeWorker(id), id, 20, count)
    expect(new Set(held.map((one) => one.id)).size).toBe(3)
    expect(replies.filter(({ assignments }) => assignments.length === 0).map(({ reason }) => reason)).toContain(
      'holding_enough',
    )
  }
})

test('F15 no more answers of a worker count than the project takes, whatever was held at the same time', async () => {
  // Two servers that look at the same time see the same: with an odd limit that is one too many.
  for (const limit of [2, 1, 1]) {
    const id = await makeTasks({ max_answers_per_worker: limit })
    const worker = await server.makeWorker(id)
    const { held } = await takeAtOnce(worker, id, 20)
    expect(held).toHaveLength(limit)
    expect((await takeAtOnce(worker, id, 1)).replies[0]?.reason).toBe('holding_enough')
    await Promise.all(held.map((one) => submit(worker, one)))
    expect(await counted(id)).toBe(limit)
    expect((await takeAtOnce(worker, id, 1)).replies[0]?.reason).toBe('limit_reached')
  }
})

test('F15 holds that have ended do not come on top: what is sent to them late is kept and does not count', async () => {
  const id = await makeTasks({ max_answers_per_worker: 2 })
  const worker = await server.makeWorker(id)
  const { held: first } = await takeAtOnce(worker, id, 2)
  await server.sql`update assignments set deadline = now() where project_id = ${id}`
  await expect
    .poll(() => server.sql`select from assignments where project_id = ${id} and state = 'expired'`)
    .toHaveLength(2)
  const { held: again } = await takeAtOnce(worker, id, 4)
  expect(again).toHaveLength(2)
  // The same tasks come again: what is late for them goes through the hold that is there.
  await Promise.all(first.map((one) => submit(worker, one)))
  expect(await counted(id)).toBe(2)
})

test('F15 what is late for a task with a place free does not count where the holds of others fill the limit', async () => {
  const id = await makeTasks({ max_answers_per_worker: 2 })
  const worker = await server.makeWorker(id)
  const { held: first } = await takeAtOnce(worker, id, 2)
  await server.sql`update assignments set deadline = now() where project_id = ${id}`
  await expect
    .poll(() => server.sql`select from assignments where project_id = ${id} and state = 'expired'`)
    .toHaveLength(2)
  // Behind all others, so that the next holds are for other tasks.
  await server.sql`
    update tasks set lane = 0, queue_xid = pg_current_xact_id(), position = nextval('task_positions')
    where project_id = ${id} and lane = 1`
  const { held: second } = await takeAtOnce(worker, id, 2)
  const sentences = (held: typeof first) => held.map(({ items }) => items[0]?.sentence)
  expect(new Set([...sentences(first), ...sentences(second)]).size).toBe(4)
  for (const one of first) await expect(submit(worker, one)).rejects.toThrow('it does not count')
  for (const one of second) await submit(worker, one)
  expect(await counted(id)).toBe(2)
})
