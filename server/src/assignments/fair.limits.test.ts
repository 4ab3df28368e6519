import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'

const busy = 100
const forMs = 3000

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ PERSON_REQUESTS_PER_S: '1000000' })
}, 60_000)
afterAll(() => server.close())

async function projectOf(tasks: number): Promise<number> {
  const { id } = await textProject(server.client)
  const lines = Array.from({ length: tasks }, (_, n) => `${JSON.stringify({ task_spec: [{ sentence: `${n}` }] })}\n`)
  await ask(`${server.url}/tasks/bulk?project_id=${id}`, {
    key: server.key,
    headers: { 'content-type': 'application/x-ndjson' },
    body: lines.join(''),
  })
  return id
}

/** Takes and answers until the end. @returns how many tasks */
async function work(projectId: number, key: string, end: number): Promise<number> {
  for (let done = 0; ; done++) {
    if (performance.now() > end) return done
    const taken = await ask(`${server.url}/assignments`, { method: 'POST', key, json: { project_id: projectId } })
    const [held] = taken.json.assignments as { id: string; token: string }[]
    if (!held) throw new Error(`Nothing was given: ${JSON.stringify(taken.json)}`)
    const answer = [{ animal: 'cat' }]
    const path = `/assignments/${held.id}/submission`
    await ask(server.url + path, { method: 'PUT', key, json: { token: held.token, answer } })
  }
}

test('a hundred people who work in one project do not keep the one in another from working', {
  timeout: 120_000,
}, async () => {
  const [crowded, lonely] = [await projectOf(8000), await projectOf(2000)]
  const crowd: string[] = []
  for (let n = 0; n < busy; n++) crowd.push((await server.makeWorker(crowded)).token)
  const lone = (await server.makeWorker(lonely)).token
  const end = performance.now() + forMs
  const [ofLone, ...ofCrowd] = await Promise.all([
    work(lonely, lone, end),
    ...crowd.map((key) => work(crowded, key, end)),
  ])
  const median = ofCrowd.sort((a, b) => a - b)[busy / 2] as number
  expect(median).toBeGreaterThan(2)
  // Each has a place in the next batch, whoever else is there.
  expect(ofLone as number).toBeGreaterThan(median * 0.7)
})
