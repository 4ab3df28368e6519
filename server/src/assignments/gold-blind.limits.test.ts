import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { goldProject } from '../gold/gold.fixture.ts'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'

const ofAKind = 300

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ PERSON_REQUESTS_PER_S: '1000000' })
})
afterAll(() => server.close())
afterEach(() => vi.restoreAllMocks())

/**
 * Gold and ordinary tasks in turns, each taken and answered, by the clock of the client. Without even steps gold took longer
 * by 0.4 ms: area 0.70 for takes and 0.73 for submits. Chance alone is within 0.08 of a half (3.4 standard errors).
 */
test('F13 the time of a reply does not tell gold from other tasks', { timeout: 120_000 }, async () => {
  const project = await goldProject(server, { min_answers: 3, skill_floor: null })
  const lines = Array.from({ length: 2 * ofAKind + 80 }, (_, n) => ({
    task_spec: [{ sentence: `What says meow? ${n}` }],
    ...(n % 2 && { gold: [{ animal: 'cat' }] }),
  }))
  await ask(`${server.url}/tasks/bulk?project_id=${project.id}`, {
    key: server.key,
    headers: { 'content-type': 'application/x-ndjson' },
    body: lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
  })
  const { token: key } = await server.makeWorker(project.id)
  const times = { gold: [] as [number, number][], ordinary: [] as [number, number][] }
  const clocked = async (path: string, method: string, json: object) => {
    const begun = performance.now()
    const reply = await ask(server.url + path, { method, key, json })
    return [reply.json, performance.now() - begun] as const
  }
  for (let n = 0; n < 2 * ofAKind + 40; n++) {
    vi.spyOn(Math, 'random').mockReturnValue(n % 2 ? 0 : 0.999)
    const [taken, take] = await clocked('/assignments', 'POST', { project_id: project.id })
    const [held] = taken.assignments as { id: string; token: string }[]
    const [task] = await server.sql<{ gold: boolean }[]>`
      select t.gold from assignments a join tasks t on t.project_id = a.project_id and t.id = a.task_id
      where a.project_id = ${project.id} and a.id = ${held?.id as string}`
    const answer = { token: held?.token, answer: [{ animal: 'cat' }] }
    const [, submit] = await clocked(`/assignments/${held?.id}/submission`, 'PUT', answer)
    // The first ones compile.
    if (n >= 40) times[task?.gold ? 'gold' : 'ordinary'].push([take, submit])
  }
  expect(times.gold.length).toBe(ofAKind)
  for (const what of [0, 1]) {
    const [gold, ordinary] = [times.gold, times.ordinary].map((kind) => kind.map((pair) => pair[what] as number))
    if (process.env.SHOW) console.log('AREA', what, areaUnderCurve(gold as number[], ordinary as number[]))
    expect(Math.abs(areaUnderCurve(gold as number[], ordinary as number[]) - 0.5)).toBeLessThan(0.08)
  }
})

/** P(a reply about gold took longer than one about another task), ties by half. */
function areaUnderCurve(gold: readonly number[], ordinary: readonly number[]): number {
  let above = 0
  for (const g of gold) for (const o of ordinary) above += g > o ? 1 : g === o ? 0.5 : 0
  return above / (gold.length * ordinary.length)
}
