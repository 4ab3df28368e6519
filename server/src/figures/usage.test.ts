import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerNext } from '../testing/answer-task.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'
import { workspaceUsage } from './usage.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

test('what this workspace holds, and nothing of another one', async () => {
  const project = await textProject(server.client, { min_answers: 2 })
  for (const sentence of ['a', 'b', 'c'])
    await server.client.createTask({ body: { project_id: project.id, task_spec: [{ sentence }] } })
  const worker = await server.makeWorker(project.id)
  for (const animal of ['cat', 'dog']) await answerNext(worker, project.id, { animal })
  await server.sql`
    update answers set state = 'withdrawn'
    where task_id = (select task_id from answers where project_id = ${project.id} limit 1)`
  const { id: other } = await server.makeWorkspace()
  await server.sql`
    insert into assets (workspace_id, sha256, content_type, size_bytes, width, height, animated, has_gps)
    select w, repeat(n::text, 64), 'image/gif', 3000000000, 1, 1, false, false
    from unnest(array[${server.running.workspaceId}::int, ${other}]) w, generate_series(1, 2) n`
  const usage = { projects: 1, tasks: 3, answers: 1, pictures: 2, picture_bytes: 6_000_000_000 }
  expect(await server.client.readUsage()).toMatchObject(usage)
  expect(await workspaceUsage(server.sql, other)).toMatchObject({ projects: 0, tasks: 0, answers: 0, pictures: 2 })
})

test('counted once a minute, however many look', async () => {
  const before = await server.client.readUsage()
  await textProject(server.client)
  expect(await server.client.readUsage()).toEqual(before)
})
