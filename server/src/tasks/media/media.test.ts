import type { media } from '@whisker/api/media/media.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../../testing/ask.ts'
import { animalProject, startTestServer, type TestServer, textProject } from '../../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

test('a text that looks like the name of a picture is a text: sent, given out, found and exported', async () => {
  const project = await textProject(server.client)
  const sentence = `asset:${'a'.repeat(64)}`
  const send = () => server.client.createTask({ body: { project_id: project.id, task_spec: [{ sentence }] } })
  const [one, other] = [await send(), await send()]
  // Many people may have said the same; a picture would be one task.
  expect(other.id).not.toBe(one.id)
  const worker = await server.makeWorker(project.id)
  const [held] = (await worker.client.takeAssignments({ body: { project_id: project.id } })).assignments
  expect(held!.items).toEqual([{ sentence: { type: 'text', text: sentence } }])
  await worker.client.submitAssignment({
    params: { assignment_id: held!.id },
    body: { token: held!.token, answer: [{ animal: 'cat' }] },
  })
  const csv = async () =>
    (await ask(`${server.url}/projects/${project.id}/results?format=csv`, { key: server.key })).text
  await expect.poll(csv).toContain(sentence)
  const found = await ask(`${server.url}/tasks?project_id=${project.id}&search=${'a'.repeat(64)}`, { key: server.key })
  expect((JSON.parse(found.text) as { data: unknown[] }).data).toHaveLength(2)
})

test('each medium says what is wrong with a value before anything is stored, or takes it', async () => {
  const wrong = { image: 'not a picture', text: 'x\0' } satisfies Record<keyof typeof media, string>
  for (const [type, value] of Object.entries(wrong)) {
    const project = await animalProject(server.client, {
      input_spec: [{ name: 'a', type: type as keyof typeof media }],
    })
    const sent = server.client.createTask({ body: { project_id: project.id, task_spec: [{ a: value }] } })
    await expect(sent).rejects.toMatchObject({ problem: { status: 422, errors: [{ pointer: '/task_spec/0/a' }] } })
  }
})
