import type { Endpoint } from '@whisker/api/endpoint.ts'
import { endpoints, type OperationId } from '@whisker/api/endpoints.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, speak } from '../testing/ask.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing/server.ts'
import { makeWorld, unknownIds } from './isolation.fixture.ts'
import { type Ids, type Kind, samples } from './samples.fixture.ts'

let server: TestServer
let ids: Ids
let owner: TestPerson
beforeAll(async () => {
  server = await startTestServer({ EGRESS_ALLOW: '127.0.0.1:1', MAX_BODY_MB: '2' })
  const world = await makeWorld(server, server.running.workspaceId, 'fuzz')
  owner = await server.makePerson({ workspaceId: world.workspaceId, role: 'owner' })
  ids = await world.make(Object.keys(unknownIds()) as Kind[], owner.id)
})
afterAll(() => server.close())

// What ends the session or the account that the test works with.
const spared: OperationId[] = ['signOut', 'signOutEverywhere', 'changePassword', 'removeMember', 'editMember']
const operations = (Object.keys(endpoints) as OperationId[]).filter((name) => !spared.includes(name))

/** What programs send when they are wrong, and what people send when they mean harm. */
const nasty = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    -0,
    1.5,
    2 ** 31,
    2 ** 53,
    1e308,
    '',
    ' ',
    '\0',
    'a\0b',
    '\ud800',
    '\ufeff',
    '../../x',
    "' or 1=1 --",
    '%',
    '\\',
    '0',
    '1e999',
    'null',
    'x'.repeat(300),
    '🐈'.repeat(200),
    [],
    {},
    [[]],
    { a: { b: [] } },
    { __proto__: null, constructor: 1 },
    [null],
    Array(60).fill(0),
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.anything({ maxDepth: 2, withNullPrototype: false }),
)

/** One place in the value becomes something else; now and then a key comes on top, or goes. */
function mutate(value: unknown, path: number[], by: unknown, how: number): unknown {
  if (typeof value !== 'object' || value === null || path.length === 0) return by
  const [first = 0, ...rest] = path
  if (Array.isArray(value)) {
    const at = first % Math.max(1, value.length)
    return value.map((one, index) => (index === at ? mutate(one, rest, by, how) : one))
  }
  const keys = Object.keys(value)
  const key = keys[first % Math.max(1, keys.length)] ?? 'x'
  if (how === 0) return { ...value, [`${key}x`]: by }
  if (how === 1) return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))
  return { ...value, [key]: mutate((value as Record<string, unknown>)[key], rest, by, how) }
}

const plain = (value: unknown): unknown => {
  try {
    return JSON.parse(JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? String(one) : one)) ?? 'null')
  } catch {
    return null
  }
}

async function send(operation: OperationId, change: (value: unknown, where: 'path' | 'query' | 'body') => unknown) {
  const endpoint: Endpoint = endpoints[operation]
  const { path = {}, query = {}, body, stream } = samples[operation].request(ids)
  const changedPath = change(path, 'path') as Record<string, string>
  const changedQuery = change(query, 'query') as Record<string, string>
  const text = (value: unknown) =>
    encodeURIComponent((typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed())
  const address = endpoint.path.replace(/\{(\w+)\}/g, (_, name) => text(changedPath[name]))
  const search = Object.entries(changedQuery ?? {}).map(([name, value]) => `${text(name)}=${text(value)}`)
  const person = endpoint.policy.who !== 'requester'
  return ask(`${server.url}${address}?${search.join('&')}`, {
    method: endpoint.method,
    key: person ? owner.token : server.key,
    ...(body !== undefined && { json: change(body, 'body') }),
    ...(stream && { body: stream.bytes, headers: { 'content-type': stream.type } }),
    signal: AbortSignal.timeout(5000),
  })
}

// By where they hurt: the database's text, integer and bigint, JavaScript's numbers, the types of values.
const everywhere = [
  'a\0b',
  '\ud800',
  '',
  ' ',
  2 ** 31,
  2 ** 53,
  -1,
  1.5,
  '9'.repeat(19),
  '9'.repeat(15),
  null,
  [],
  { a: 1 },
  true,
]

/** The ways to every place inside a value. */
function places(value: unknown): number[][] {
  if (typeof value !== 'object' || value === null) return [[]]
  const inside = Object.values(value).flatMap((one, index) => places(one).map((path) => [index, ...path]))
  return inside.length > 0 ? inside : [[]]
}

describe('C-22 whatever is sent', () => {
  test.each(operations)('%s: the usual suspects in every place', async (operation) => {
    const { path = {}, query = {}, body = {} } = samples[operation].request(ids)
    for (const [where, value] of Object.entries({ path, query, body })) {
      for (const place of places(value)) {
        for (const by of everywhere) {
          const reply = await send(operation, (one, part) => (part === where ? mutate(one, place, by, 2) : one))
          expect(reply.status, `${where} ${place} ${JSON.stringify(by)}: ${reply.text.slice(0, 300)}`).toBeLessThan(500)
        }
      }
    }
    await server.sql`delete from attempts`
  })

  test('no request fails on the server’s side, and the answer is always one of its own', async () => {
    const some = fc.record({
      operation: fc.constantFrom(...operations),
      where: fc.constantFrom('path', 'query', 'body', 'body', 'body'),
      path: fc.array(fc.nat(20), { minLength: 1, maxLength: 4 }),
      by: nasty.map(plain),
      how: fc.nat(8),
    })
    await fc.assert(
      fc.asyncProperty(some, async ({ operation, where, path, by, how }) => {
        const reply = await send(operation, (value, part) => (part === where ? mutate(value, path, by, how) : value))
        expect(reply.status, `${operation} ${reply.text.slice(0, 300)}`).toBeLessThan(500)
      }),
      { interruptAfterTimeLimit: 6000, numRuns: 20_000, markInterruptAsFailure: false },
    )
    const open = () =>
      server.sql`select from pg_stat_activity where datname = current_database() and state like 'idle in%'`
    await expect.poll(open).toEqual([])
  })

  test('bytes that are no request: an answer or a closed line, and the server lives', async () => {
    const verbs = fc.constantFrom('GET / HTTP/1.1\r\n', 'POST /tasks HTTP/1.1\r\nhost: x\r\n', '')
    await fc.assert(
      fc.asyncProperty(verbs, fc.uint8Array({ maxLength: 300 }), async (verb, bytes) => {
        const answer = await speak(server.url, [Buffer.concat([Buffer.from(verb), bytes, Buffer.from('\r\n\r\n')])], {
          quietMs: 50,
        })
        if (answer !== '') expect(answer).toMatch(/^HTTP\/1\.1 (2|3|4)\d\d/)
      }),
      { interruptAfterTimeLimit: 3000, numRuns: 300, markInterruptAsFailure: false },
    )
    expect((await ask(`${server.url}/healthz`)).status).toBe(200)
  })
})
