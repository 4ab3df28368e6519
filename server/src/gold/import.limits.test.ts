import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/server.ts'
import { goldProject } from './gold.fixture.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

/** What is kept: how much lies about uncollected says more of the machine than of the program. */
function keptBytes(): number {
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

test('F11 a row of twenty million commas takes no memory, is told, and the rows behind it are read', async () => {
  const project = await goldProject(server)
  await server.client.createTask({ body: { project_id: project.id, name: 'a', task_spec: [{ sentence: 'a' }] } })
  const before = keptBytes()
  let max = 0
  let left = 20
  const body = new ReadableStream<Uint8Array>({
    start: (out) => out.enqueue(Buffer.from('name,animal\n')),
    pull: (out) => {
      max = Math.max(max, keptBytes() - before)
      if (left-- > 0) return out.enqueue(Buffer.alloc(1_000_000, ','))
      out.enqueue(Buffer.from('\na,cat\n'))
      out.close()
    },
  })
  const init = {
    method: 'POST',
    headers: { authorization: server.key, 'content-type': 'text/csv' },
    body,
    duplex: 'half',
  }
  const response = await fetch(`${server.url}/projects/${project.id}/gold-imports`, init as RequestInit)
  const receipts = (await response.text()).trim().split('\n')
  expect(receipts.map((line) => JSON.parse(line))).toMatchObject([
    { row: 2, status: 'error', code: 'too_large' },
    { row: 3, status: 'marked' },
  ])
  // 20 MB with the bound on cells, most of it what lies between sender and reader; 139 MB without.
  expect(max).toBeLessThan(60_000_000)
})
