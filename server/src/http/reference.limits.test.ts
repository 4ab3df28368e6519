import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

test('F8 sixty calls of the document at once do not stand in the way of others', async () => {
  const project = await textProject(server.client)
  await ask(`${server.url}/openapi.json`)
  const start = performance.now()
  const calls = Array.from({ length: 60 }, () => fetch(`${server.url}/openapi.json`).then((one) => one.arrayBuffer()))
  await server.client.readProject({ params: { project_id: project.id } })
  // Made at each call they were 3.5 seconds.
  expect(performance.now() - start).toBeLessThan(1500)
  await Promise.all(calls)
})

test('F8 who asks for it without end is told to come back', async () => {
  const { address } = await server.startAnother({ NETWORK_REQUESTS_PER_S: '5' })
  const answers = await Promise.all(Array.from({ length: 40 }, () => ask(`${address}/openapi.json`)))
  const refused = answers.filter(({ status }) => status === 429)
  expect(refused.length).toBeGreaterThan(5)
  expect(refused[0]?.headers.get('retry-after')).toBe('1')
})
