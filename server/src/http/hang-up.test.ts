import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dial } from '../testing/ask.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ LOG_LEVEL: 'warn' })
})
afterAll(() => server.close())

test.each([
  ['/projects', 'application/json', '{"title":'],
  ['/tasks/bulk', 'application/x-ndjson', '{"task_spec":[{"sentence":"a"}]}\n{"task_'],
  ['/assets', 'image/png', 'half'],
])('F40 who hangs up in the middle of %s is not told as a fault of the database', async (path, type, body) => {
  const { id } = await textProject(server.client)
  const before = server.logLines.length
  const socket = await dial(server.url)
  socket.on('error', () => {})
  const address = path === '/tasks/bulk' ? `${path}?project_id=${id}` : path
  socket.write(
    `POST ${address} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${server.key}\r\ncontent-type: ${type}\r\ncontent-length: 5000\r\n\r\n${body}`,
  )
  await sleep(300)
  socket.destroy()
  await sleep(300)
  expect(server.logLines.slice(before).filter((line) => /unavailable|database/.test(line))).toEqual([])
})
