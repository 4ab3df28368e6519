import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { draw } from '../assets/picture.fixture.ts'
import { ask } from '../testing/ask.ts'
import { animalProject, startTestServer, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const send = (json: object) => ask(`${server.url}/tasks`, { key: server.key, json })
const texts = (projectId: number, count: number, more: (n: number) => object = () => ({})) =>
  Promise.all(
    Array.from({ length: count }, (_, n) =>
      send({ project_id: projectId, task_spec: [{ sentence: `text ${n}` }], ...more(n) }),
    ),
  )

const written = async (projectId: number) => {
  const [row] = await server.sql<{ statements: number; tasks: number; told: number }[]>`
    select count(distinct queue_xid)::int as statements, count(*)::int as tasks,
           (select count(*)::int from events where project_id = ${projectId} and type = 'task.created') as told
    from tasks where project_id = ${projectId}`
  return row
}

test('those that wait at the same time are one statement', async () => {
  const { id } = await textProject(server.client)
  const { workspaceId, server: running } = server.running
  const project = await running.intake.findProject(workspaceId, id)
  const task = { items: [{ sentence: 'the same' }], assets: [], references: [] }
  const made = await Promise.all(
    Array.from({ length: 40 }, () => running.intake.insert(workspaceId, { project, task })),
  )
  expect(new Set(made.map((one) => (one?.state === 'created' ? one.id : null))).size).toBe(40)
  expect(await written(id)).toMatchObject({ statements: 1, tasks: 40, told: 40 })
})

test('tasks that are sent at the same time are written together, each with all that is its own', async () => {
  const { id } = await textProject(server.client)
  const replies = await texts(id, 60, (n) => ({ external_id: `t${n}`, name: `name ${n}`, metadata: { n } }))
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]))
  for (const [n, { json }] of replies.entries())
    expect(json).toMatchObject({ external_id: `t${n}`, name: `name ${n}`, metadata: { n }, deduplicated: false })
  expect(await written(id)).toMatchObject({ tasks: 60, told: 60 })
  const stored = await server.client.listTasks({ query: { project_id: id, limit: 100 } })
  const byId = new Map(stored.data.map((task) => [task.id, task]))
  for (const { json } of replies) expect(byId.get(String(json.id))).toMatchObject({ task_spec: json.task_spec })
})

test('what is not simply new is told as when it comes alone, and nothing beside it suffers', async () => {
  const { id } = await textProject(server.client)
  await send({ project_id: id, task_spec: [{ sentence: 'there' }], external_id: 'there' })
  const replies = await Promise.all([
    ...Array.from({ length: 10 }, (_, n) => send({ project_id: id, task_spec: [{ sentence: `${n}` }] })),
    send({ project_id: id, task_spec: [{ sentence: 'there' }], external_id: 'there' }),
    send({ project_id: id, task_spec: [{ sentence: 'other' }], external_id: 'there' }),
    send({ project_id: id, task_spec: [{ sentence: 'twice' }], external_id: 'twice' }),
    send({ project_id: id, task_spec: [{ sentence: 'twice' }], external_id: 'twice' }),
    send({ project_id: id + 1000, task_spec: [{ sentence: 'nowhere' }] }),
  ])
  const statuses = replies.map(({ status }) => status)
  expect(statuses.slice(0, 12)).toEqual([...Array(10).fill(201), 200, 409])
  expect(statuses.slice(12, 14).toSorted()).toEqual([200, 201])
  expect(replies[12]!.json.id).toBe(replies[13]!.json.id)
  expect(statuses[14]).toBe(404)
})

test('a picture that the workspace lacks is refused alone', async () => {
  const { id } = await animalProject(server.client)
  const { sha256 } = await server.client.createAsset({
    body: await draw().png().toBuffer(),
    headers: { 'content-type': 'application/octet-stream' },
  })
  const task = (picture: string) => ({ project_id: id, task_spec: [{ image_with_animal: `asset:${picture}` }] })
  const replies = await Promise.all([
    send(task(sha256)),
    send(task(randomBytes(32).toString('hex'))),
    send(task(sha256)),
  ])
  expect(replies.map(({ status }) => status)).toEqual([201, 422, 201])
  expect(replies[1]!.problem.errors).toMatchObject([{ code: 'unknown_asset' }])
  // One picture is one task, also when it comes twice at the same moment.
  expect(replies[0]!.json.id).toBe(replies[2]!.json.id)
})
