import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { Crowds } from '../crowd/crowds.ts'
import { goldProject } from '../gold/gold.fixture.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'
import { findForm } from './find-form.ts'
import { submitAnswer } from './submit.ts'
import { takeTasks } from './take.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())
afterEach(() => vi.restoreAllMocks())

/** A generator with a seed (Mulberry32). */
function seeded(seed: number) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** P(gold was seen more often than an ordinary task), ties by half; among tasks that were seen at all. */
function areaUnderCurve(seen: Map<string, number>, gold: Set<string>): number {
  const counts = (isGold: boolean) => [...seen].filter(([id]) => gold.has(id) === isGold).map(([, count]) => count)
  const [known, ordinary] = [counts(true), counts(false)]
  let above = 0
  for (const g of known) for (const o of ordinary) above += g > o ? 1 : g === o ? 0.5 : 0
  return above / (known.length * ordinary.length)
}

test('W-19 ten colluders who are the whole crowd cannot tell gold by how often, or how seldom, they see it', {
  timeout: 300_000,
}, async () => {
  const project = await goldProject(server, { min_answers: 3 })
  const lines = Array.from({ length: 1000 }, (_, n) => ({
    task_spec: [{ sentence: `${n}` }],
    ...(n % 20 === 0 && { gold: [{ animal: 'cat' }] }),
  }))
  const sent = await fetch(`${server.url}/tasks/bulk?project_id=${project.id}`, {
    method: 'POST',
    headers: { authorization: server.key, 'content-type': 'application/x-ndjson' },
    body: lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
  })
  expect((await sent.text()).match(/"created"/g)).toHaveLength(1000)
  const { sql } = server
  const gold = new Set(
    (await sql<{ task_id: string }[]>`select task_id from gold where project_id = ${project.id}`).map(
      (row) => row.task_id,
    ),
  )
  expect(gold.size).toBe(50)
  const workers: string[] = []
  for (let n = 0; n < 10; n++) workers.push((await server.makeWorker(project.id)).id)

  const random = vi.spyOn(Math, 'random').mockImplementation(seeded(19))
  const seen = new Map<string, number>()
  const areas: number[] = []
  let met = 0
  for (let turn = 0, idle = 0; idle < workers.length; turn++) {
    const workerId = workers[turn % workers.length]!
    const { taken } = await takeTasks(sql, {
      ...{ projectId: project.id, workerId, count: 3, maxHeld: 10 },
    })
    idle = taken.length === 0 ? idle + 1 : 0
    for (const { id, task_id, token } of taken) {
      const hold = { projectId: project.id, assignmentId: id, workerId, token }
      const form = await findForm(sql, hold)
      expect(
        await submitAnswer({ sql, hot: sql, crowds: new Crowds() }, hold, '', [{ animal: 'cat' }], form!),
      ).toMatchObject({
        state: 'counted',
      })
      seen.set(task_id, (seen.get(task_id) ?? 0) + 1)
      if (gold.has(task_id)) met++
    }
    if (turn % 100 === 99 && met > 0) areas.push(areaUnderCurve(seen, gold))
  }
  random.mockRestore()
  areas.push(areaUnderCurve(seen, gold))
  // Every ordinary task has exactly its three answers; gold was met, at a rate between the first and the last one.
  for (const [id, count] of seen) if (!gold.has(id)) expect(count).toBe(3)
  expect(seen.size).toBeGreaterThan(950)
  expect(met / (met + 2850)).toBeGreaterThan(0.02)
  expect(met / (met + 2850)).toBeLessThan(0.1)
  const told = `areas ${areas.map((area) => area.toFixed(3))}`
  expect(Math.max(...areas), told).toBeLessThanOrEqual(0.6)
  expect(Math.min(...areas), told).toBeGreaterThanOrEqual(0.4)
})
