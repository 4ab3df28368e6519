import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ MAX_BODY_MB: '4' })
})
afterAll(() => server.close())

const line = (sentence: string) => JSON.stringify({ task_spec: [{ sentence }] })

test('a line of 100 MB is passed over in little memory, and the next one is read', async () => {
  const { id } = await textProject(server.client)
  const before = process.memoryUsage().rss
  let max = 0
  const watch = setInterval(() => {
    max = Math.max(max, process.memoryUsage().rss - before)
  }, 20)
  async function* body() {
    yield Buffer.from(`${line('before')}\n{"task_spec":[{"sentence":"`)
    const piece = Buffer.alloc(65_536, 'x')
    for (let n = 0; n < 1600; n++) yield piece
    yield Buffer.from(`"}]}\n${line('behind')}\n`)
  }
  const { text } = await ask(`${server.url}/tasks/bulk?project_id=${id}`, {
    key: server.key,
    body: ReadableStream.from(body()) as ReadableStream,
    headers: { 'content-type': 'application/x-ndjson' },
  })
  clearInterval(watch)
  const receipts = text.trim().split('\n')
  expect(receipts.map((one) => JSON.parse(one))).toMatchObject([
    { status: 'created' },
    { line: 2, code: 'too_large' },
    { line: 3, status: 'created' },
  ])
  // The sender is in the same process; whoever keeps the line needs 200 MB and more.
  expect(max).toBeLessThan(150e6)
})
