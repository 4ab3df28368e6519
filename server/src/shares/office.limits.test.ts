import { setTimeout as sleep } from 'node:timers/promises'
import { ApiError, createClient } from '@whisker/api/client.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  // A third of the default: with what a minute brings here in seconds, people who counted as their network would be refused.
  server = await startTestServer({ NETWORK_REQUESTS_PER_S: '30' })
})
afterAll(() => server.close())

test('F25 a hundred workers of one office, behind one address: nobody is asked to come back', async () => {
  const project = await textProject(server.client)
  const lines = Array.from({ length: 300 }, (_, n) => `{"task_spec":[{"sentence":"${n}"}]}\n`).join('')
  await fetch(`${server.url}/tasks/bulk?project_id=${project.id}`, {
    method: 'POST',
    headers: { authorization: server.key, 'content-type': 'application/x-ndjson' },
    body: lines,
  }).then((response) => response.text())
  const link = await server.client.readLabelLink({ params: { project_id: project.id } })
  const token = new URL(link.url).hash.slice(1)
  const refused: string[] = []
  const noted = async <T>(work: Promise<T>): Promise<T | null> =>
    work.catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error
      refused.push(`${error.problem.status} ${error.message}`)
      return null
    })
  const done = await Promise.all(
    Array.from({ length: 100 }, async () => {
      await sleep(2000 * Math.random())
      const joined = await noted(createClient({ url: server.url }).acceptInvitation({ body: { token, cookie: false } }))
      const worker = createClient({ url: server.url, key: joined?.token ?? '' })
      let answers = 0
      for (let n = 0; n < 3; n++) {
        await sleep(500 + 1000 * Math.random())
        const taken = await noted(worker.takeAssignments({ body: { project_id: project.id, count: 1 } }))
        for (const { id, token: hold } of taken?.assignments ?? []) {
          const body = { token: hold, answer: [{ animal: 'cat' }] }
          if (await noted(worker.submitAssignment({ params: { assignment_id: id }, body }))) answers++
        }
      }
      return answers
    }),
  )
  expect([...new Set(refused)]).toEqual([])
  expect(done.reduce((sum, answers) => sum + answers)).toBe(300)
}, 60_000)
