import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'
import { event, tell } from './tell.ts'
import { text } from './text.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const latest = (projectId: number) => server.sql`
  select workspace_id, type, data from events where project_id = ${projectId} and type <> 'project.created' order by id`

test('an event tells no more than its type says, whatever it was given', async () => {
  const { id } = await textProject(server.client)
  const body = { reason: 'unclear', comment: 'dark', token: 'a secret' }
  const ref = { task_id: server.sql`f.id`, external_id: null }
  const { sql } = server.running.server
  await sql`${tell(
    sql,
    { projectId: id, from: text`(values ('00000000-0000-8000-8000-000000000001'::uuid)) f (id)` },
    event('assignment.skipped', { ...ref, worker_id: 'w', ...body }),
  )}`
  expect(await latest(id)).toEqual([
    {
      workspace_id: server.running.workspaceId,
      type: 'assignment.skipped',
      data: {
        project_id: id,
        task_id: '00000000-0000-8000-8000-000000000001',
        external_id: null,
        worker_id: 'w',
        reason: 'unclear',
        comment: 'dark',
      },
    },
  ])
})

test('rows are told of in the order that is asked for, and each row of in the order of the tellings', async () => {
  const { id } = await textProject(server.client)
  const { sql } = server.running.server
  const about = { task_id: sql`f.id`, external_id: sql`f.id::text` }
  await sql`${tell(
    sql,
    {
      projectId: id,
      workspaceId: 0,
      from: text`(select md5(n::text)::uuid as id, n from generate_series(1, 50) n) f`,
      where: text`f.n > 10`,
      order: text`f.n desc`,
    },
    event('task.created', about),
    event('task.cancelled', about, sql`f.n % 2 = 0`),
  )}`
  const told = (await latest(id)).map(({ type, data }) => `${type} ${data.external_id}`)
  const expected = await server.sql<{ id: string; n: number }[]>`
    select md5(n::text)::uuid as id, n from generate_series(11, 50) n order by n desc`
  expect(told).toEqual(
    expected.flatMap((row) => [`task.created ${row.id}`, ...(row.n % 2 === 0 ? [`task.cancelled ${row.id}`] : [])]),
  )
})
