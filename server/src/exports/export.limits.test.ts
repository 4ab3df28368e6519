import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exportsAtOnce } from '../shares/shares.ts'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'
import { makeResults } from './results.fixture.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const newProject = async (client = server.client) => (await textProject(client)).id
const address = (projectId: number, query = '') => `${server.url}/projects/${projectId}/results${query}`

/** An export that is open and not read, as by a reader who is busy elsewhere. */
async function open(projectId: number, key = server.key) {
  const gone = new AbortController()
  const response = await fetch(address(projectId), { headers: { authorization: key }, signal: gone.signal })
  // The response is kept: one that nobody holds is collected, and its line closed.
  return { response, status: response.status, close: () => gone.abort() }
}

const holding = () =>
  server.sql`select from pg_stat_activity
    where datname = current_database() and application_name = 'whisker exports' and state <> 'idle'`

test('a project that has just come in, while the statistics know only small ones', async () => {
  for (let n = 0; n < 3; n++) await makeResults(server.sql, await newProject(), 100)
  await server.sql`analyze tasks, items, results`
  const projectId = await newProject()
  // At once, so that nothing counts them before they are asked for.
  await server.sql.begin((tx) => makeResults(tx, projectId, 10_000))
  const timed = async () => {
    const begun = performance.now()
    const { text } = await ask(address(projectId), { key: server.key })
    expect(text.trim().split('\n')).toHaveLength(10_000)
    return performance.now() - begun
  }
  const unknown = await timed()
  await server.sql`analyze tasks, items, results`
  expect(unknown).toBeLessThan(4 * (await timed()) + 300)
})

describe('many rows, many readers', () => {
  let large: number
  beforeAll(async () => {
    large = await newProject()
    // Foreign keys are checked row by row, which takes most of the time.
    await server.sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`
      for (let n = 0; n < 5; n++) await makeResults(tx, large, 20_000, `${n} `)
    })
    await server.sql`analyze tasks, items, results`
  })

  test('100,000 rows pass through in little memory', { timeout: 90_000 }, async () => {
    for (const format of ['jsonl', 'csv']) {
      const before = process.memoryUsage().rss
      const response = await fetch(address(large, `?format=${format}`), { headers: { authorization: server.key } })
      // Nobody reads yet: what has been taken from the database is all that there is to hold.
      await sleep(500)
      expect(process.memoryUsage().rss - before).toBeLessThan(64e6)
      let lines = 0
      for await (const chunk of response.body as ReadableStream<Uint8Array>)
        for (const byte of chunk) if (byte === 10) lines++
      expect(lines).toBe(format === 'csv' ? 100_001 : 100_000)
    }
  })

  test('L-08 two at a time for a workspace; who goes makes room; others are not concerned', async () => {
    const other = await server.makeWorkspace()
    const theirs = await newProject(other.client)
    const [first, second] = [await open(large), await open(large)]
    const third = await ask(address(large), { key: server.key })
    expect(third.problem.code).toBe('rate_limited')
    expect(third.headers.get('retry-after')).toBe('10')
    expect((await ask(address(theirs), { key: other.key })).status).toBe(200)
    first.close()
    second.close()
    await expect.poll(async () => (await holding()).length).toBe(0)
    expect((await ask(address(large, '?format=csv'), { method: 'HEAD', key: server.key })).status).toBe(200)
  })

  test('all of a server’s places taken by readers who do not read: the next is told to wait, other requests are served', async () => {
    const opened: Awaited<ReturnType<typeof open>>[] = []
    const moveTo = (workspaceId: number) =>
      server.sql`update projects set workspace_id = ${workspaceId} where id = ${large}`
    for (let n = 0; n < exportsAtOnce / 2; n++) {
      const { id, key } = await server.makeWorkspace()
      await moveTo(id)
      for (let two = 0; two < 2; two++) opened.push(await open(large, key))
    }
    await moveTo(server.running.workspaceId)
    expect(opened.map(({ status }) => status)).toEqual(Array(exportsAtOnce).fill(200))
    const refused = await ask(address(large), { key: server.key })
    expect(refused.problem?.code).toBe('unavailable')
    const start = performance.now()
    await Promise.all(Array.from({ length: 20 }, () => server.client.listProjects()))
    expect(performance.now() - start).toBeLessThan(2000)
    for (const one of opened) one.close()
    await expect.poll(async () => (await holding()).length).toBe(0)
  })

  test('readers who hang up at any moment, and HEAD, leave nothing behind', async () => {
    for (let n = 0; n < 30; n++) {
      const gone = new AbortController()
      const asked = fetch(address(large), { headers: { authorization: server.key }, signal: gone.signal })
      await Promise.race([asked.catch(() => {}), sleep(n % 10)])
      gone.abort()
      await asked.catch(() => {})
    }
    const small = await newProject()
    for (let n = 0; n < 3; n++)
      await expect.poll(async () => (await ask(address(small), { method: 'HEAD', key: server.key })).status).toBe(200)
    await expect.poll(async () => (await holding()).length, { timeout: 5000 }).toBe(0)
    await expect.poll(async () => (await ask(address(small), { key: server.key })).status).toBe(200)
  })
})
