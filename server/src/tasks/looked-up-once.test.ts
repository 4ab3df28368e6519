import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '../projects/ids.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'

// What foreign keys held row by row, triggers hold statement by statement (migration 0035).

let server: TestServer
let projectId: number
beforeAll(async () => {
  server = await startTestServer()
})
beforeEach(async () => {
  projectId = (await textProject(server.client)).id
})
afterAll(() => server.close())

const insertTask = (id: string, version: number, sql = server.sql) => sql`
  insert into tasks (project_id, id, version, wanted, item_count, content_hash) values (${projectId}, ${id}, ${version}, 1, 1, ${id})`
const insertItem = (id: string) =>
  server.sql`insert into items (project_id, task_id, item, "values") values (${projectId}, ${id}, 0, '{}')`
const refused = { code: '23503' }

test('an item whose task is not there is refused, also among others', async () => {
  const [there, absent] = [newId(projectId), newId(projectId)]
  await insertTask(there, 1)
  await expect(server.sql`
    insert into items (project_id, task_id, item, "values")
    select ${projectId}, id, 0, '{}' from unnest(${[there, absent]}::uuid[]) as made (id)`).rejects.toMatchObject(
    refused,
  )
  expect(await server.sql`select from items where project_id = ${projectId}`).toHaveLength(0)
  await insertItem(there)
})

test('tasks that go take their items and words along, and no others', async () => {
  const send = (sentence: string) =>
    server.client.createTask({ body: { project_id: projectId, task_spec: [{ sentence }] } })
  const [gone, stays] = [await send('goes'), await send('stays')]
  await server.sql`delete from tasks where project_id = ${projectId} and id = ${gone.id}`
  const left = await server.sql`
    select i.task_id, w.words from items i full join task_words w using (project_id, task_id) where project_id = ${projectId}`
  expect(left.map((row) => row.task_id)).toEqual([stays.id])
})

test('a task whose form is not there is refused, when it is made and when it takes another form', async () => {
  const id = newId(projectId)
  await expect(insertTask(id, 2)).rejects.toMatchObject(refused)
  await insertTask(id, 1)
  await expect(server.sql`update tasks set version = 2 where project_id = ${projectId}`).rejects.toMatchObject(refused)
  expect(await server.sql`select version from tasks where project_id = ${projectId}`).toEqual([{ version: 1 }])
})

test('the form of a task stays, also when the task is being made meanwhile', async () => {
  const other = await server.sql.reserve()
  let removal: Promise<unknown> | undefined
  try {
    await other`begin`
    await insertTask(newId(projectId), 1, other as never)
    removal = expect(server.sql`delete from project_versions where project_id = ${projectId}`).rejects.toMatchObject(
      refused,
    )
    await sleep(100)
    await other`commit`
  } finally {
    other.release()
  }
  await removal
  await expect(server.sql`delete from projects where id = ${projectId}`).rejects.toMatchObject(refused)
  expect(await server.sql`select version from project_versions where project_id = ${projectId}`).toHaveLength(1)
})
