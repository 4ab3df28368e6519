import { setTimeout as sleep } from 'node:timers/promises'
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

test('H-12 E-02 one endpoint hangs with 1,000 events queued: the other’s p95 is at most 2 s', async () => {
  const hanging = await startReceiver(() => {})
  const quick = await startReceiver()
  const [one, other] = [await server.makeWorkspace(), await server.makeWorkspace()]
  await one.client.createWebhook({ body: { url: hanging.url } })
  const { secret } = await other.client.createWebhook({ body: { url: quick.url, event_types: ['task.created'] } })
  const project = await textProject(other.client)
  await makeEvents(server.sql, one.id, 1000)
  await eventually(() => hanging.received.length).toBe(4)
  const acknowledged: number[] = []
  for (let n = 0; n < 40; n++) {
    await other.client.createTask({ body: { project_id: project.id, task_spec: [{ sentence: `${n}` }] } })
    acknowledged.push(Date.now())
    await sleep(25)
  }
  await eventually(() => quick.received.length).toBe(40)
  for (const received of quick.received) verify(received, secret as string)
  const arrived = quick.received.map(({ at }) => at).toSorted((a, b) => a - b)
  const latencies = arrived.map((at, n) => at - acknowledged[n]!).toSorted((a, b) => a - b)
  expect(latencies[37]).toBeLessThanOrEqual(2000)
  expect(hanging.maxAtOnce).toBe(4)
})
