import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'
import { endTogether } from './end.ts'
import type { Hold } from './hold.ts'

/** Skips and releases that share a statement: what becomes of each by itself. */
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const skip = { how: 'skipped', pseudonym: 'w', reason: 'other', comment: 'x' } as const
const release = { how: 'released' } as const
const end = async (...many: Parameters<typeof endTogether>[1]) =>
  (await endTogether(server.running.server.hot, many)).map((ended) => ended !== null)

async function makeTasks(count: number, draft: Parameters<typeof textProject>[1] = {}): Promise<number> {
  const { id } = await textProject(server.client, draft)
  for (let n = 0; n < count; n++)
    await server.client.createTask({ body: { project_id: id, task_spec: [{ sentence: `${n}` }] } })
  return id
}

/** Holds of the first places, each by a worker of its own. */
async function holds(projectId: number, count: number): Promise<(Hold & { key: string })[]> {
  const people = await Promise.all(Array.from({ length: count }, () => server.makeWorker(projectId)))
  return Promise.all(
    people.map(async ({ id: workerId, client, token: key }) => {
      const { assignments } = await client.takeAssignments({ body: { project_id: projectId } })
      const { id: assignmentId, token } = assignments[0]!
      return { projectId, assignmentId, workerId, token, key }
    }),
  )
}

const statesOf = async (some: Hold[]) => {
  const rows = await server.sql<{ id: string; state: string }[]>`
    select id, state from assignments where id = any(${some.map(({ assignmentId }) => assignmentId)})`
  return some.map(({ assignmentId }) => rows.find(({ id }) => id === assignmentId)?.state)
}

const placesOf = (projectId: number) => server.sql`
  select active, lane, skips, status from tasks where project_id = ${projectId} order by skips desc, active, id`

test('some are skipped and some given back in one statement: places, reasons and events are those of each', async () => {
  const id = await makeTasks(3)
  const some = await holds(id, 3)
  const [first, second] = some
  expect(await end({ hold: first!, ...skip }, { hold: second!, ...release })).toEqual([true, true])
  expect(await statesOf(some)).toEqual(['skipped', 'released', 'active'])
  expect(await placesOf(id)).toMatchObject([
    { active: 0, lane: 1, skips: 1 },
    { active: 0, lane: 1, skips: 0 },
    { active: 1, lane: 0, skips: 0 },
  ])
  expect(await server.sql`select assignment_id, comment from skips where project_id = ${id}`).toEqual([
    { assignment_id: first!.assignmentId, comment: 'x' },
  ])
  expect(
    await server.sql`select data -> 'worker_id' as worker, data -> 'comment' as comment from events
      where project_id = ${id} and type = 'assignment.skipped'`,
  ).toEqual([{ worker: 'w', comment: 'x' }])
})

test('a wrong token, somebody else, a hold that has ended, a task that is locked: none of them ends; the others do', async () => {
  const id = await makeTasks(5)
  const some = await holds(id, 5)
  const [wrong, other, ended, locked, good] = some as Hold[]
  await server.sql`update assignments set state = 'expired' where id = ${ended!.assignmentId}`
  const done = await server.sql.begin(async (tx) => {
    await tx`select from tasks where id = (select task_id from assignments where id = ${locked!.assignmentId}) for update`
    return end(
      { hold: { ...wrong!, token: 'x' }, ...skip },
      { hold: { ...other!, workerId: wrong!.workerId }, ...skip },
      { hold: ended!, ...skip },
      { hold: locked!, ...skip },
      { hold: good!, ...skip },
    )
  })
  expect(done).toEqual([false, false, false, false, true])
  expect(await statesOf(some)).toEqual(['active', 'active', 'expired', 'active', 'skipped'])
  expect(await server.sql`select from skips where project_id = ${id}`).toHaveLength(1)
})

test('of two of one task one ends: whether nobody else holds it is seen by the second', async () => {
  const id = await makeTasks(1, { min_answers: 2, max_answers: 2, skips_for_review: 2 })
  const both = await holds(id, 2)
  const ended = await end(...both.map((hold) => ({ hold, ...skip })))
  expect(ended.toSorted()).toEqual([false, true])
  expect(await placesOf(id)).toMatchObject([{ active: 1, skips: 1, status: 'open' }])
  expect(await end({ hold: both[ended.indexOf(false)]!, ...skip })).toEqual([true])
  expect(await placesOf(id)).toMatchObject([{ active: 0, skips: 2, status: 'needs_review' }])
})

test('forty at once share statements, and each task is in the state that its last skip asks for', async () => {
  const id = await makeTasks(20, { min_answers: 2, max_answers: 2, skips_for_review: 2 })
  const all = await holds(id, 40)
  const replies = await Promise.all(
    all.map(({ assignmentId, token, key }) =>
      ask(`${server.url}/assignments/${assignmentId}/skip`, { method: 'PUT', key, json: { token, reason: 'other' } }),
    ),
  )
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([204]))
  expect(await placesOf(id)).toMatchObject(Array(20).fill({ active: 0, skips: 2, status: 'needs_review' }))
  const [told] = await server.sql`
    select count(*)::int as skips, count(distinct data ->> 'worker_id')::int as workers, count(distinct xid)::int as statements
    from events where project_id = ${id} and type = 'assignment.skipped'`
  expect(told).toMatchObject({ skips: 40, workers: 40 })
  expect(told?.statements).toBeLessThan(40)
})

test('who ends one is told whether the project has gold: then replies leave at even steps', async () => {
  const id = await makeTasks(2)
  await server.client.createTask({
    body: { project_id: id, task_spec: [{ sentence: 'gold' }], gold: [{ animal: 'cat' }] },
  })
  const hold = (await holds(id, 1))[0]!
  const { hot } = server.running.server
  expect(await endTogether(hot, [{ hold, ...skip }])).toEqual([expect.objectContaining({ has_gold: true })])
  expect(await endTogether(hot, [{ hold, ...skip }])).toEqual([null])
})
