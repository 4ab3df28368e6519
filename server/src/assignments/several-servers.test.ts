import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'
import { Windows } from './windows.ts'

/** Each server has a window of the same queue, and the others give from it too. */
let server: TestServer
const urls: string[] = []
beforeAll(async () => {
  server = await startTestServer({ PERSON_REQUESTS_PER_S: '1000000' })
  urls.push(server.url)
  for (let n = 0; n < 2; n++) urls.push((await server.startAnother()).address)
})
afterAll(() => server.close())
afterEach(() => vi.restoreAllMocks())

test('with three servers most takes are still ordinary, and each task is given once', { timeout: 90_000 }, async () => {
  const { id } = await textProject(server.client)
  const tasks = 1200
  const lines = Array.from({ length: tasks }, (_, n) => `${JSON.stringify({ task_spec: [{ sentence: `${n}` }] })}\n`)
  await ask(`${server.url}/tasks/bulk?project_id=${id}`, {
    key: server.key,
    headers: { 'content-type': 'application/x-ndjson' },
    body: lines.join(''),
  })
  // The general way tells the windows what it gave.
  const general = vi.spyOn(Windows.prototype, 'note')
  const seen = new Map<string, number>()
  const work = async (key: string, url: string) => {
    for (;;) {
      const taken = await ask(`${url}/assignments`, { method: 'POST', key, json: { project_id: id } })
      const [held] = taken.json.assignments as { id: string; token: string; items: [{ sentence: string }] }[]
      if (!held) return
      seen.set(JSON.stringify(held.items), (seen.get(JSON.stringify(held.items)) ?? 0) + 1)
      const json = { token: held.token, answer: [{ animal: 'cat' }] }
      await ask(`${url}/assignments/${held.id}/submission`, { method: 'PUT', key, json })
    }
  }
  const keys: string[] = []
  for (let n = 0; n < 30; n++) keys.push((await server.makeWorker(id)).token)
  await Promise.all(keys.map((key, n) => work(key, urls[n % 3] as string)))
  expect(seen.size).toBe(tasks)
  expect([...seen.values()].every((times) => times === 1)).toBe(true)
  // Those at the end, and who came too late: 229. With windows that nobody read again it was each of the 1,200.
  expect(general.mock.calls.length).toBeLessThan(tasks / 3)
})
