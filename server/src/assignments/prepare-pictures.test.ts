import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../testing/ask.ts'
import { animalProject, startTestServer, type TestServer } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

let shade = 0
async function makeTask(projectId: number): Promise<void> {
  const background = { r: shade++, g: 0, b: 0 }
  const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background } })
    .png()
    .toBuffer()
  const image_with_animal = `data:image/png;base64,${bytes.toString('base64')}`
  await server.client.createTask({ body: { project_id: projectId, task_spec: [{ image_with_animal }] } })
}

const prepared = async (projectId: number) => {
  const [row] = await server.sql<{ count: number }[]>`
    select count(*)::int from task_assets join assets using (workspace_id, sha256)
    where project_id = ${projectId} and rendition_type is not null`
  return row?.count
}

test('while pictures come in, those that workers need are made, and the others when intake rests', async () => {
  const [watched, left] = [await animalProject(server.client), await animalProject(server.client)]
  const worker = await server.makeWorker(watched.id)
  await makeTask(watched.id)
  const body = { project_id: watched.id }
  expect((await ask(`${server.url}/assignments`, { key: worker.token, json: body })).json.assignments).toHaveLength(1)

  const { intakePace, wake } = server.running.server
  const coming = setInterval(() => {
    for (let n = 0; n < 20; n++) intakePace.note()
  }, 100)
  for (let n = 0; n < 20; n++) intakePace.note()
  try {
    for (let n = 0; n < 3; n++) await makeTask(left.id)
    for (let n = 0; n < 3; n++) await makeTask(watched.id)
    await expect.poll(() => prepared(watched.id)).toBe(4)
    // A whole round more, in which the others would come.
    wake('renditions')
    await makeTask(watched.id)
    await expect.poll(() => prepared(watched.id)).toBe(5)
    expect(await prepared(left.id)).toBe(0)
  } finally {
    clearInterval(coming)
  }
  await expect.poll(() => prepared(left.id)).toBe(3)
})
