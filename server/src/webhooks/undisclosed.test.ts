import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcp } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEgressPolicy } from '../egress/policy.ts'
import { postWebhook } from '../egress/post-webhook.ts'
import { ask } from '../testing/ask.ts'
import { animalProject, startTestServer, type TestServer } from '../testing/server.ts'

/** What may be at an address that only the operator opened, seen by somebody who looks around there. */
const listeners: [string, RequestListener | null][] = [
  ['a page', (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>the admin panel</h1>')],
  [
    'a refusal',
    (_, response) => response.writeHead(401, { 'www-authenticate': 'Basic realm="db"' }).end('who are you?'),
  ],
  ['an error', (_, response) => response.writeHead(500).end('stack trace of an internal service')],
  ['a redirect', (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/inside' }).end()],
  ['a line that breaks', (request) => request.socket.destroy()],
  ['nothing', null],
]

const servers: Server[] = []
const urls = new Map<string, string>()
let server: TestServer
beforeAll(async () => {
  for (const [name, listener] of listeners) {
    const one = listener ? createServer(listener) : (createTcp() as unknown as Server)
    await new Promise<void>((listening) => one.listen(0, '127.0.0.1', listening))
    urls.set(name, `http://127.0.0.1:${(one.address() as AddressInfo).port}/x.png`)
    if (listener) servers.push(one)
    else await new Promise((closed) => one.close(closed))
  }
  server = await startTestServer({ EGRESS_ALLOW: '127.0.0.1', LOG_LEVEL: 'warn' })
})
afterAll(async () => {
  await server.close()
  for (const one of servers) one.closeAllConnections()
  for (const one of servers) one.close()
})

test('F20 a webhook to an internal address tells nothing but that it failed', async () => {
  const seen = []
  for (const [name] of listeners.slice(1)) {
    const sent = await postWebhook(urls.get(name) as string, {
      headers: {},
      body: '{}',
      policy: createEgressPolicy({ allow: '127.0.0.1', ownHosts: [] }),
    })
    const { secret, ...told } = sent
    expect(secret?.failure, name).toEqual(expect.any(String))
    seen.push(told)
  }
  expect(seen[0]).toMatchObject({ ok: false, status: null, failure: 'undisclosed', responseBody: '', durationMs: 0 })
  for (const told of seen) expect(told).toEqual(seen[0])
  const shown = await postWebhook(urls.get('an error') as string, {
    headers: {},
    body: '{}',
    policy: createEgressPolicy({ allow: '127.0.0.1', showReplies: true, ownHosts: [] }),
  })
  expect(shown).toMatchObject({ status: 500, failure: 'status', responseBody: 'stack trace of an internal service' })
})

test('F20 a picture from an internal address: one answer, whether anything listens there or not', async () => {
  const { id } = await animalProject(server.client)
  const seen = []
  for (const [name] of listeners) {
    const json = { project_id: id, task_spec: [{ image_with_animal: urls.get(name) }] }
    const { status, problem } = await ask(`${server.url}/tasks`, { key: server.key, json })
    const { request_id: _, ...told } = problem
    expect(status).toBe(problem.status)
    seen.push(told)
  }
  expect(seen[0]).toMatchObject({ status: 422, errors: [{ code: 'undisclosed' }] })
  for (const told of seen) expect(told).toEqual(seen[0])
  expect(server.logLines.some((line) => line.includes('"http_status"'))).toBe(true)
})
