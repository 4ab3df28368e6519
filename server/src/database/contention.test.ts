import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestPerson, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

async function heldTask() {
  const project = await textProject(server.client)
  const task = await server.client.createTask({ body: { project_id: project.id, task_spec: [{ sentence: 'a' }] } })
  const worker = await server.makeWorker(project.id)
  const { assignments } = await worker.client.takeAssignments({ body: { project_id: project.id } })
  return { projectId: project.id, taskId: task.id, worker, hold: assignments[0]! }
}

const submit = (worker: TestPerson, { id, token }: { id: string; token: string }) =>
  ask(`${server.url}/assignments/${id}/submission`, {
    method: 'PUT',
    key: worker.token,
    json: { token, answer: [{ animal: 'cat' }] },
  })

const counters = async (taskId: string) =>
  (
    await server.sql`
      select t.status, t.answered, t.active, (select count(*)::int from answers n where n.task_id = t.id) as answers,
             (select count(*)::int from results r where r.task_id = t.id) as results
      from tasks t where id = ${taskId}`
  )[0]

const before = { status: 'open', answered: 0, active: 1, answers: 0, results: 0 }
const after = { status: 'completed', answered: 1, active: 0, answers: 1, results: 1 }

test('a deadlock: who has to give way is told to come again, and nothing of it has happened', async () => {
  const { taskId, worker, hold } = await heldTask()
  // Locks in the wrong order, as nothing of ours does; it waits patiently, so that the deadlock is found in the submit.
  const other = await server.sql.reserve()
  await other`begin`
  await other`set local deadlock_timeout = '20s'`
  await other`select from assignments where id = ${hold.id} for update`
  const submitted = submit(worker, hold)
  const waiting = () =>
    server.sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  await expect.poll(waiting).toHaveLength(1)
  const locked = other`select from tasks where id = ${taskId} for update`
  const { status, problem, headers } = await submitted
  await locked
  await other`rollback`
  other.release()
  expect([status, problem.code, headers.get('retry-after')]).toEqual([503, 'unavailable', '1'])
  expect(problem.detail).toContain('in each other’s way')
  expect(await counters(taskId)).toEqual(before)
  expect((await submit(worker, hold)).status).toBe(200)
  expect(await counters(taskId)).toEqual(after)
})

test('a database that serialises stricter than it must: 503 and again, never too many answers', async () => {
  const project = await textProject(server.client, { min_answers: 3 })
  for (let n = 0; n < 4; n++)
    await server.client.createTask({ body: { project_id: project.id, task_spec: [{ sentence: `${n}` }] } })
  const crew = await Promise.all(Array.from({ length: 6 }, () => server.makeWorker(project.id)))
  const [{ name } = { name: '' }] = await server.sql<{ name: string }[]>`select current_database() as name`
  await server.sql.unsafe(`alter database ${name} set default_transaction_isolation = 'repeatable read'`)
  const strict = await server.startAnother()
  try {
    const call = (path: string, worker: TestPerson, json: unknown, method = 'POST') =>
      ask(`${strict.address}${path}`, { method, key: worker.token, json })
    const told = new Set<number>()
    const insist = async (send: () => ReturnType<typeof ask>) => {
      for (;;) {
        const reply = await send()
        told.add(reply.status)
        if (reply.status !== 503) return reply
        expect(reply.headers.get('retry-after')).toBe('1')
      }
    }
    await Promise.all(
      crew.map(async (worker) => {
        for (let turn = 0; turn < 8; turn++) {
          const taken = await insist(() => call('/assignments', worker, { project_id: project.id }))
          for (const { id, token } of taken.json.assignments as { id: string; token: string }[])
            await insist(() =>
              call(`/assignments/${id}/submission`, worker, { token, answer: [{ animal: 'cat' }] }, 'PUT'),
            )
        }
      }),
    )
    expect([...told].filter((status) => ![200, 201, 503].includes(status))).toEqual([])
    const rows = await server.sql`
      select t.answered, t.active, t.status, (select count(*)::int from answers n where n.project_id = t.project_id and n.task_id = t.id) as answers
      from tasks t where t.project_id = ${project.id}`
    expect(rows).toEqual(Array(4).fill({ answered: 3, active: 0, status: 'completed', answers: 3 }))
  } finally {
    await server.sql.unsafe(`alter database ${name} reset default_transaction_isolation`)
  }
})
