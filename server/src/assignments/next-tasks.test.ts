import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestPerson, type TestServer, textProject } from '../testing/server.ts'

/** `take` in an answer: the next tasks ride on its reply. */
let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ WORKER_HOLDS: '2' })
})
afterAll(() => server.close())

async function begin(tasks: number, draft: Parameters<typeof textProject>[1] = {}) {
  const { id } = await textProject(server.client, draft)
  for (let n = 0; n < tasks; n++)
    await server.client.createTask({ body: { project_id: id, task_spec: [{ sentence: `${n}` }] } })
  const worker = await server.makeWorker(id)
  return { id, worker }
}

type Held = { id: string; token: string }

const take = async ({ client }: TestPerson, projectId: number, count = 1): Promise<Held[]> =>
  (await client.takeAssignments({ body: { project_id: projectId, count } })).assignments

const submit = (
  { client }: TestPerson,
  { id, token }: Held,
  more: { take?: number; answer?: Record<string, string>[] },
) => client.submitAssignment({ params: { assignment_id: id }, body: { token, answer: [{ animal: 'cat' }], ...more } })

const heldBy = ({ id }: TestPerson) =>
  server.sql<{ id: string }[]>`select id from assignments where worker_id = ${id} and state = 'active'`

test('a whole project with one take: each reply brings the next task, the last one why there is none', async () => {
  const { id, worker } = await begin(4)
  let [held]: (Held | undefined)[] = await take(worker, id)
  const seen: string[] = []
  for (let n = 0; held; n++) {
    const { state, next } = await submit(worker, held, { take: 1 })
    expect(state).toBe('counted')
    seen.push(held.id)
    if (n === 3) expect(next).toMatchObject({ assignments: [], reason: 'none_left' })
    held = next?.assignments[0]
  }
  expect(new Set(seen).size).toBe(4)
  expect(await server.client.listTasks({ query: { project_id: id, status: 'open' } })).toMatchObject({ data: [] })
})

test('who does not ask is given nothing, and who holds as many as they may has room for one by the answer', async () => {
  const { id, worker } = await begin(5)
  const [a, b] = (await take(worker, id, 2)) as [Held, Held]
  expect((await submit(worker, a, { take: 1 })).next?.assignments).toHaveLength(1)
  expect(await submit(worker, b, {})).not.toHaveProperty('next')
  expect(await heldBy(worker)).toHaveLength(1)
})

test('an answer that is refused, or does not count, takes nothing', async () => {
  const { id, worker } = await begin(5, { min_seconds: 60 })
  const [a] = (await take(worker, id)) as [Held]
  await expect(submit(worker, a, { take: 1, answer: [{ animal: '' }] })).rejects.toThrow()
  expect(await heldBy(worker)).toEqual([{ id: a.id }])
  await expect(submit(worker, a, { take: 1 })).rejects.toThrow('quicker')
  expect(await heldBy(worker)).toEqual([])
  // Given back, for others: nobody is told of what was taken.
  expect(await server.sql`select from tasks where project_id = ${id} and active > 0`).toHaveLength(0)
})

test('a take that fails leaves the answer counted, and says nothing of the next', async () => {
  const { id, worker } = await begin(3)
  const [a] = (await take(worker, id)) as [Held]
  await server.sql`alter table worker_cursors add constraint broken check (position < 1) not valid`
  const { state, ...more } = await submit(worker, a, { take: 1 }).finally(
    () => server.sql`alter table worker_cursors drop constraint broken`,
  )
  expect([state, more]).toEqual(['counted', { submitted_at: expect.any(String) }])
})
