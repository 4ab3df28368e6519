import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'
import { createTasksInBulk } from './bulk.ts'
import { findIntakeProject } from './intake-project.ts'

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

test('a batch of a thousand texts keeps nobody waiting until it is read and made ready', async () => {
  const { id } = await textProject(server.client)
  const { server: running, workspaceId } = server.running
  const project = await findIntakeProject(running.sql, workspaceId, id)
  // What takes long in each: its letters are brought into one form.
  const text = 'ﬁ Ａé '.repeat(300)
  async function* body() {
    for (let n = 0; n < 1000; n += 100)
      yield Buffer.from(Array.from({ length: 100 }, (_, at) => `${line(`${n + at} ${text}`)}\n`).join(''))
  }
  const pieces = await Array.fromAsync(body())
  async function* sent() {
    yield* pieces
  }
  // In the processor's time of this thread: by the clock, whoever else has the machine would count.
  const stretches: number[] = []
  let last = process.threadCpuUsage()
  const others = setInterval(() => {
    const { user, system } = process.threadCpuUsage(last)
    stretches.push((user + system) / 1000)
    last = process.threadCpuUsage()
  }, 0)
  let created = 0
  for await (const receipts of createTasksInBulk(
    running,
    { workspaceId, keyId: null, projectIds: null },
    project,
    sent(),
    async () => () => {},
  ))
    created += receipts.filter(({ status }) => status === 'created').length
  clearInterval(others)
  expect(created).toBe(1000)
  expect(Math.max(...stretches)).toBeLessThan(70)
})
