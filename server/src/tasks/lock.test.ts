import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expireHolds } from '../assignments/end.ts'
import { markUnreadable } from '../assignments/unreadable.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

async function makeTask(): Promise<{ projectId: number; taskId: string }> {
  const { id } = await textProject(server.client)
  const task = await server.client.createTask({ body: { project_id: id, task_spec: [{ sentence: 'x' }] } })
  return { projectId: id, taskId: task.id }
}

const ways: Record<string, (task: { projectId: number; taskId: string }) => Promise<unknown>> = {
  cancelled: ({ taskId }) => server.client.cancelTask({ params: { task_id: taskId } }),
  unreadable: ({ projectId, taskId }) => markUnreadable(server.sql, projectId, taskId, 'test'),
  'practice by hand': ({ taskId }) =>
    server.client.markGold({ params: { task_id: taskId }, body: { answer: [{ animal: 'cat' }], training: true } }),
}

test.each(Object.entries(ways))('a task that is given out while it ends is held by nobody: %s', async (_, end) => {
  const task = await makeTask()
  const worker = await server.makeWorker(task.projectId)
  const { id: assignmentId } = await server.sql.begin(async (tx) => {
    // Somebody is at work on the row, so that the end waits for it; the hold is committed meanwhile.
    await tx`select from tasks where id = ${task.taskId} for update`
    const ending = end(task)
    ending.catch(() => {})
    await sleep(100)
    const [held] = await tx<{ id: string }[]>`
      insert into assignments (project_id, id, task_id, worker_id, token, version, deadline, max_deadline)
      select project_id, gen_random_uuid(), id, ${worker.id}, 'token', version, now() + interval '1 hour', now() + interval '1 hour'
      from tasks where id = ${task.taskId} returning id`
    await tx`update tasks set active = active + 1 where id = ${task.taskId}`
    return { id: held!.id, ending: void ending }
  })
  const state = async () => (await server.sql`select state from assignments where id = ${assignmentId}`)[0]?.state
  await expect.poll(state).toBe('withdrawn')
  const [row] = await server.sql`select active from tasks where id = ${task.taskId}`
  expect(row).toEqual({ active: 0 })
})

test('a hold that its task does not count expires, and keeps no other from it', async () => {
  const [bad, good] = [await makeTask(), await makeTask()]
  for (const { projectId, taskId } of [bad, good]) {
    const worker = await server.makeWorker(projectId)
    await worker.client.takeAssignments({ body: { project_id: projectId } })
    if (taskId === bad.taskId) await server.sql`update tasks set active = 0, status = 'cancelled' where id = ${taskId}`
  }
  const both = [bad.taskId, good.taskId]
  await server.sql`update assignments set deadline = now() where task_id = any(${both})`
  await expireHolds(server.sql)
  const left =
    await server.sql`select state, t.active from assignments a join tasks t on t.id = a.task_id where t.id = any(${both})`
  expect([...left]).toEqual(Array(2).fill({ state: 'expired', active: 0 }))
})
