import { afterAll, beforeAll, expect, test } from 'vitest'
import { animalProject, startTestServer, type TestServer } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

test('F1 a store that was lost: no more than 100,000 tasks are counted, so that looking costs no more, and all are listed', async () => {
  const { id } = await animalProject(server.client)
  await server.running.server.patient.begin(async (tx) => {
    await tx`set local statement_timeout = 0`
    await tx`
      with made as (
        insert into tasks (project_id, id, version, status, wanted, answered, item_count, content_hash, lane)
        select ${id}, gen_random_uuid(), 1, 'open', 1, 0, 1, '', -1 from generate_series(1, 100001) returning id
      ), items as (
        insert into items (project_id, task_id, item, "values") select ${id}, id, 0, '{"image_with_animal": "asset:"}' from made
      )
      insert into passed_over (project_id, task_id, lane, code, reason, retry_at)
      select ${id}, id, 0, 'missing', 'gone', now() + interval '1 hour' from made`
  })
  await server.sql`analyze tasks, passed_over`
  const params = { project_id: id }
  expect((await server.client.readProgress({ params })).passed_over.missing).toBe(100_000)
  const list = (passed_over: 'true' | 'false') =>
    server.client.listTasks({ query: { ...params, passed_over, limit: 10 } })
  expect((await list('true')).data).toHaveLength(10)
  expect((await list('false')).data).toEqual([])
})
