import { setTimeout as sleep } from 'node:timers/promises'
import type { Event } from '@whisker/api/events.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Queryable } from '../database/connect.ts'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'
import { recordEvent } from './tell.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

type Page = { data: Event[]; next: string }
async function read(query: Record<string, string> = {}, key = server.key): Promise<Page> {
  const { json, status, text } = await ask(`${server.url}/events?${new URLSearchParams(query)}`, { key })
  expect(status, text).toBe(200)
  return json as Page
}

/** An event that tells `n`. */
const write = (sql: Queryable, workspaceId: number, n: number) =>
  recordEvent(sql, { workspaceId }, 'webhook.test', { message: `${n}` })
const told = ({ data }: Page) => data.map((event) => Number(event.data.message))

/** Reads on until all that is committed now has been given. */
async function readAll(key: string, from?: string): Promise<{ seen: number[]; next: string }> {
  const seen: number[] = []
  let next = from
  for (;;) {
    const page = await read({ limit: '7', ...(next && { after: next }) }, key)
    seen.push(...told(page))
    next = page.next
    if (page.data.length === 0) return { seen, next }
  }
}

describe('events in order, without gaps', () => {
  test('who took a lower id and commits later is not missed: the reader waits for them', async () => {
    const { id, key } = await server.makeWorkspace()
    const { next } = await read({}, key)
    const slow = await server.sql.reserve()
    await slow`begin`
    await write(slow as unknown as Queryable, id, 1)
    await write(server.sql, id, 2)
    const early = await read({ after: next }, key)
    expect(told(early)).toEqual([])
    await slow`commit`
    slow.release()
    await expect.poll(async () => told(await read({ after: early.next }, key))).toEqual([1, 2])
  })

  test('a transaction that is rolled back leaves neither event nor gap', async () => {
    const { id, key } = await server.makeWorkspace()
    await server.sql
      .begin(async (tx) => {
        await write(tx, id, 1)
        throw new Error('no')
      })
      .catch(() => {})
    await write(server.sql, id, 2)
    await expect.poll(async () => (await readAll(key)).seen).toEqual([2])
  })

  test('with writers whose transactions overlap in every way, a reader sees each event once', async () => {
    const plan = fc.array(fc.record({ count: fc.nat(3), beforeMs: fc.nat(8), heldMs: fc.nat(20) }), {
      minLength: 5,
      maxLength: 10,
    })
    await fc.assert(
      fc.asyncProperty(fc.array(plan, { minLength: 7, maxLength: 7 }), async (writers) => {
        const { id, key } = await server.makeWorkspace()
        let [running, count] = [writers.length, 0]
        const written = writers.map(async (transactions) => {
          for (const { count: events, beforeMs, heldMs } of transactions) {
            await sleep(beforeMs)
            await server.sql.begin(async (tx) => {
              for (let n = 0; n < events; n++) {
                await write(tx, id, count++)
                await sleep(heldMs / events)
              }
            })
          }
          running--
        })
        const seen: number[] = []
        let next: string | undefined
        while (running > 0) {
          const page = await read({ limit: '5', ...(next && { after: next }) }, key)
          seen.push(...told(page))
          next = page.next
        }
        await Promise.all(written)
        await expect
          .poll(async () => {
            const rest = await readAll(key, next)
            seen.push(...rest.seen)
            next = rest.next
            return seen.toSorted((a, b) => a - b)
          })
          .toEqual(Array.from({ length: count }, (_, n) => n))
      }),
      { numRuns: 4, endOnFailure: true },
    )
  })

  test('reading from the beginning gives the same order every time, in pages of any size', async () => {
    const { id, key } = await server.makeWorkspace()
    for (let n = 0; n < 25; n++) await write(server.sql, id, n)
    await expect.poll(async () => (await readAll(key)).seen.length).toBe(25)
    const { seen } = await readAll(key)
    expect(told(await read({}, key))).toEqual(seen)
    expect(told(await read({ limit: '1' }, key))).toEqual(seen.slice(0, 1))
  })
})

describe('what is asked for', () => {
  test('by project and by type; a filter that leaves everything out still moves on', async () => {
    const other = await server.makeWorkspace()
    const [one, two] = [await textProject(other.client), await textProject(other.client)]
    await other.client.createTask({ body: { project_id: two.id, task_spec: [{ sentence: 'x' }] } })
    const of = async (query: Record<string, string>) => (await read(query, other.key)).data.map(({ type }) => type)
    await expect.poll(() => of({})).toEqual(['project.created', 'project.created', 'task.created'])
    expect(await of({ project_id: String(one.id) })).toEqual(['project.created'])
    expect(await of({ type: 'task.created' })).toEqual(['task.created'])
    expect(await of({ type: 'task.created', project_id: String(one.id) })).toEqual([])
    const filtered = await read({ type: 'webhook.test' }, other.key)
    expect(await of({ after: filtered.next })).toEqual([])
  })

  test('I-01 an event of another workspace is nowhere', async () => {
    const [alpha, bravo] = [await server.makeWorkspace(), await server.makeWorkspace()]
    const project = await textProject(bravo.client)
    await write(server.sql, bravo.id, 1)
    await expect.poll(async () => (await read({}, bravo.key)).data.length).toBe(2)
    expect((await read({}, alpha.key)).data).toEqual([])
    expect((await read({ after: (await read({}, bravo.key)).next }, alpha.key)).data).toEqual([])
    expect((await ask(`${server.url}/events?project_id=${project.id}`, { key: alpha.key })).status).toBe(404)
  })

  test('cursors that were not given out here, and one from before a backup was restored', async () => {
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const wrong = [
      'x',
      '',
      'W10',
      encode([1]),
      encode(['a', 'b']),
      encode([1, 2, 3]),
      encode({}),
      encode(['9'.repeat(19), 0]),
      encode([0, '9'.repeat(19)]),
      encode([-1, 0]),
      encode(['1.5', 0]),
    ]
    for (const after of [...wrong, encode(['9'.repeat(18), '0'])]) {
      const { problem } = await ask(`${server.url}/events?${new URLSearchParams({ after })}`, { key: server.key })
      if (after === '') continue
      expect(problem, after).toMatchObject({ status: 400, code: 'invalid_cursor' })
    }
    for (const query of [
      'limit=0',
      'limit=1001',
      'wait=61',
      'wait=-1',
      'wait=x',
      'type=x',
      'order=desc',
      'project_id=x',
    ])
      expect((await ask(`${server.url}/events?${query}`, { key: server.key })).status, query).toBe(422)
  })

  test('D9 H-16 a result that is too long is left out and said to be; an event fits its schema and is below 20 KB, also with the largest result', async () => {
    const names = Array.from({ length: 50 }, (_, n) => `field_${n}`)
    const project = await textProject(server.client, { output_spec: names.map((name) => ({ name, type: 'textarea' })) })
    await server.client.createTask({ body: { project_id: project.id, task_spec: [{ sentence: 'x' }] } })
    const worker = await server.makeWorker(project.id)
    const { assignments } = await worker.client.takeAssignments({ body: { project_id: project.id } })
    const { id, token } = assignments[0] as { id: string; token: string }
    const answer = [Object.fromEntries(names.map((name) => [name, `${name} `.repeat(100)]))]
    await worker.client.submitAssignment({ params: { assignment_id: id }, body: { token, answer } })
    const query = { project_id: String(project.id), type: 'task.completed' }
    await expect.poll(async () => (await read(query)).data.length, { timeout: 15_000 }).toBe(1)
    const [event] = (await read(query)).data
    expect(event?.data).toMatchObject({ answers: 1, result: null, result_omitted: true })
    for (const one of (await read({ project_id: String(project.id) })).data) {
      expect(JSON.stringify(one).length).toBeLessThan(20_000)
      expect(JSON.stringify(one)).not.toContain(worker.id)
    }
  })
})

describe('waiting', () => {
  const since = (start: number) => performance.now() - start

  test('a long poll ends with the first event, or after its time with an empty page that can be gone on from', async () => {
    const { id, key } = await server.makeWorkspace()
    const start = performance.now()
    const waiting = read({ wait: '20' }, key)
    await sleep(700)
    await write(server.sql, id, 1)
    const page = await waiting
    expect(told(page)).toEqual([1])
    expect(since(start)).toBeLessThan(15_000)
    const again = performance.now()
    const empty = await read({ wait: '2', after: page.next }, key)
    expect(empty.data).toEqual([])
    expect(since(again)).toBeGreaterThan(1000)
    expect(since(again)).toBeLessThan(15_000)
    await write(server.sql, id, 2)
    await expect.poll(async () => told(await read({ after: empty.next }, key)), { timeout: 15_000 }).toEqual([2])
  })

  test('what is there already is given at once', async () => {
    const { id, key } = await server.makeWorkspace()
    await write(server.sql, id, 1)
    await expect.poll(async () => told(await read({}, key))).toEqual([1])
    const start = performance.now()
    await read({ wait: '30' }, key)
    expect(since(start)).toBeLessThan(15_000)
  })

  test('a server that stops does not wait for those who wait', async () => {
    const other = await server.startAnother()
    const waiting = ask(`${other.address}/events?wait=30&type=webhook.disabled`, { key: server.key })
    await sleep(300)
    const start = performance.now()
    await other.close()
    expect(since(start)).toBeLessThan(15_000)
    expect((await waiting).status).toBe(200)
  })

  test('fifty who wait do not keep anybody else from the database', async () => {
    const gone = new AbortController()
    const crowd = Array.from({ length: 50 }, () =>
      ask(`${server.url}/events?wait=30&type=webhook.disabled`, { key: server.key, signal: gone.signal }).catch(
        () => null,
      ),
    )
    await sleep(300)
    const start = performance.now()
    for (let n = 0; n < 10; n++) await server.client.listProjects()
    expect(since(start)).toBeLessThan(15_000)
    gone.abort()
    await Promise.all(crowd)
  })
})
