import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'
import { makeEvents } from './database.fixture.ts'
import { eventually, startReceiver, verify } from './receiver.fixture.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ EGRESS_SHOW_REPLIES: 'true', EGRESS_ALLOW: '127.0.0.1' })
  await server.startAnother()
})
afterAll(() => server.close())

test('E-08 two servers deliver each event once, and are together never more than four at an endpoint', async () => {
  const receiver = await startReceiver((response) => void setTimeout(() => response.end(), 3))
  const { id, client } = await server.makeWorkspace()
  const webhook = await client.createWebhook({ body: { url: receiver.url } })
  await makeEvents(server.sql, id, 400)
  await eventually(() => receiver.received.length).toBe(400)
  const params = { webhook_id: webhook.id }
  const pending = async () => (await client.listDeliveries({ params, query: { state: 'pending' } })).data.length
  await eventually(pending).toBe(0)
  expect(receiver.received).toHaveLength(400)
  const { data } = await client.listEvents({ query: { limit: 1000 } })
  expect(receiver.received.map((received) => received.id).toSorted()).toEqual(data.map((event) => event.id).toSorted())
  expect(receiver.maxAtOnce).toBeLessThanOrEqual(4)
})

test('H-17 E-01 a server that stops in the middle of a send leaves it to the next one', async () => {
  const only = await startTestServer({ EGRESS_SHOW_REPLIES: 'true', EGRESS_ALLOW: '127.0.0.1' })
  try {
    const receiver = await startReceiver(() => {})
    const project = await textProject(only.client)
    const { secret } = await only.client.createWebhook({ body: { url: receiver.url, event_types: ['task.created'] } })
    await only.client.createTask({ body: { project_id: project.id, task_spec: [{ sentence: 'a' }] } })
    await eventually(() => receiver.received.length).toBe(1)
    // One more that no server has seen yet: committed, and the process ends.
    await only.client.createTask({ body: { project_id: project.id, task_spec: [{ sentence: 'b' }] } })
    const begun = Date.now()
    await only.running.close()
    expect(Date.now() - begun).toBeLessThan(8000)
    receiver.answer = (response) => response.end()
    const before = receiver.received.length
    await only.startAnother()
    await eventually(() => receiver.received.length).toBe(before + 2)
    for (const received of receiver.received) verify(received, secret as string)
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(2)
  } finally {
    await only.close()
  }
})
