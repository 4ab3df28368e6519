import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, speak } from '../testing/ask.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
let projectId: number
beforeAll(async () => {
  server = await startTestServer()
  projectId = (await textProject(server.client)).id
})
afterAll(() => server.close())

const send = (path: string, body: string) =>
  ask(`${server.url}${path}`, { key: server.key, body, headers: { 'content-type': 'application/json' } })

test.each<[string, string, number]>([
  ['30,000 lists in each other', '['.repeat(30_000) + ']'.repeat(30_000), 422],
  ['a million lists in each other', '['.repeat(1_000_000), 413],
  ['a million objects', `[${'{},'.repeat(1_000_000)}{}]`, 413],
  ['a million keys', `{${Array.from({ length: 1_000_000 }, (_, n) => `"k${n}":1`).join(',')}}`, 413],
  ['a text of a million quotes', `{"title":"${'\\"'.repeat(1_000_000)}"}`, 422],
])('%s are refused at once', async (_, body, status) => {
  const start = performance.now()
  expect((await send('/projects', body)).status).toBe(status)
  expect(performance.now() - start).toBeLessThan(1500)
})

test('an item with 9,000 unknown fields is refused at once, naming the first fifty; one with 100,000 unread', async () => {
  const item = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`field_${n}`, 1]))
  const start = performance.now()
  const { problem, text } = await send('/tasks', JSON.stringify({ project_id: projectId, task_spec: [item(9000)] }))
  expect(problem.errors).toHaveLength(50)
  expect(text.length).toBeLessThan(20_000)
  expect(
    (await send('/tasks', JSON.stringify({ project_id: projectId, task_spec: [item(100_000)] }))).problem.code,
  ).toBe('too_large')
  expect(performance.now() - start).toBeLessThan(1500)
})

test('U-25 an endless body of the wrong kind is not kept: not even where streams have no limit', async () => {
  const before = process.memoryUsage().rss
  const answer = await speak(
    server.url,
    [
      `POST /tasks/bulk?project_id=${projectId} HTTP/1.1\r\nhost: x\r\nauthorization: ${server.key}\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`,
      ...Array.from({ length: 100 }, () =>
        Buffer.concat([Buffer.from('f4240\r\n'), Buffer.alloc(1_000_000, ' '), Buffer.from('\r\n')]),
      ),
    ],
    { quietMs: 300 },
  )
  expect(answer).toContain('HTTP/1.1 415')
  expect(process.memoryUsage().rss - before).toBeLessThan(250e6)
})
