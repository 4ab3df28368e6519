import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

test('a task that somebody is at work on while the overlap changes gets the new one afterwards', async () => {
  const { id } = await textProject(server.client)
  const { id: taskId } = await server.client.createTask({ body: { project_id: id, task_spec: [{ sentence: 'x' }] } })
  const wanted = async () => (await server.client.readTask({ params: { task_id: taskId } })).answers_wanted
  await server.sql.begin(async (tx) => {
    await tx`select from tasks where id = ${taskId} for update`
    await server.client.editProject({ params: { project_id: id }, body: { min_answers: 3, max_answers: 3 } })
    // Several rounds of the loop that passes the change on.
    await sleep(900)
    expect(await wanted()).toBe(1)
  })
  await expect.poll(wanted).toBe(3)
})
