import { afterAll, beforeAll, expect, test } from 'vitest'
import { everyKind } from '../assets/picture.fixture.ts'
import { assetKey } from '../assets/store.ts'
import { animalProject, startTestServer, type TestServer } from '../testing/server.ts'
import { keepHouse } from './housekeeping.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const round = async () => {
  await keepHouse(server.running.server)(new AbortController().signal)
}
const stored = (sha256: string) => server.running.server.store.exists(assetKey(server.running.workspaceId, sha256))

async function upload(kind: string) {
  const pictures = await everyKind()
  const body = pictures[kind] ?? Object.values(pictures)[0]
  return server.client.createAsset({
    body: body as Buffer<ArrayBuffer>,
    headers: { 'content-type': 'application/octet-stream' },
  })
}

const age = (sha256: string) =>
  server.sql`update assets set created_at = now() - interval '25 hours' where sha256 = ${sha256}`

test('a picture that nothing has pointed to for a day goes; one that a task shows stays', async () => {
  const kinds = Object.keys(await everyKind())
  const unused = await upload(kinds[0] as string)
  const used = await upload(kinds[1] as string)
  const project = await animalProject(server.client)
  await server.client.createTask({ body: { project_id: project.id, task_spec: [{ image_with_animal: used.value }] } })
  await round()
  expect(await stored(unused.sha256)).toBe(true)
  await age(unused.sha256)
  await age(used.sha256)
  await round()
  expect(await stored(unused.sha256)).toBe(false)
  expect(await stored(used.sha256)).toBe(true)
})

test('D3 a picture that is sent again while it is swept is there afterwards', async () => {
  const kinds = Object.keys(await everyKind())
  for (let n = 0; n < 5; n++) {
    const asset = await upload(kinds[2] as string)
    await age(asset.sha256)
    const [, again] = await Promise.all([round(), upload(kinds[2] as string)])
    const rows = await server.sql`select from assets where sha256 = ${again.sha256}`
    if (rows.length === 1) expect(await stored(again.sha256)).toBe(true)
    await upload(kinds[2] as string)
    expect(await stored(asset.sha256)).toBe(true)
  }
})

test('receipts go after 72 hours, events after 30 days', async () => {
  const project = await animalProject(server.client)
  await server.sql`insert into receipts (workspace_id, key, request_hash, status, body, created_at)
    values (1, 'old', '', 201, '{}', now() - interval '73 hours'), (1, 'young', '', 201, '{}', now() - interval '71 hours')`
  await server.sql`update events set created_at = now() - interval '31 days' where project_id = ${project.id}`
  await round()
  expect(await server.sql`select key from receipts`).toEqual([{ key: 'young' }])
  expect(await server.sql`select from events where project_id = ${project.id}`).toHaveLength(0)
})
