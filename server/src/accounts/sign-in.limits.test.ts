import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'
import { type Account, from, makeAccount, signIn } from './account.fixture.ts'

let server: TestServer
let ada: Account

beforeAll(async () => {
  server = await startTestServer({ TRUST_PROXY: '127.0.0.1/32' })
  ada = await makeAccount(server)
})
afterAll(() => server.close())

test('A-02 whether an address is known cannot be told, neither from the answer nor from its time', async () => {
  const times = { known: [] as number[], unknown: [] as number[], noPassword: [] as number[] }
  await server.sql`insert into people (name, email) values ('', 'worker@example.org')`
  const addresses = { known: ada.email, unknown: 'nobody@example.org', noPassword: 'worker@example.org' }
  const answers = new Set<string>()
  for (let round = 0; round < 9; round++) {
    for (const who of ['known', 'unknown', 'noPassword'] as const) {
      const start = performance.now()
      const { status, text } = await signIn(server.url, addresses[who], 'a wrong one', from())
      times[who].push(performance.now() - start)
      answers.add(`${status} ${text.replace(/"request_id":"[^"]*"/, '')}`)
    }
  }
  expect(answers.size).toBe(1)
  const median = (values: number[]) => values.sort((a, b) => a - b)[4] as number
  // Without the second hash an unknown address takes a tenth of the time.
  expect(median(times.unknown) / median(times.known)).toBeGreaterThan(0.5)
  expect(median(times.noPassword) / median(times.known)).toBeGreaterThan(0.5)
})

test('A-10 a hundred people sign in at once: everybody else is served meanwhile', async () => {
  await server.sql`delete from attempts`
  const crowd = Array.from({ length: 99 }, (_, n) => signIn(server.url, `p${n}@example.org`, 'x'))
  const waits: number[] = []
  let busy = true
  const probe = (async () => {
    while (busy) {
      const start = performance.now()
      expect((await ask(`${server.url}/readyz`)).status).toBe(200)
      waits.push(performance.now() - start)
      await sleep(10)
    }
  })()
  const answers = await Promise.all(crowd)
  busy = false
  await probe
  await server.sql`delete from attempts`
  // One network is served a few at a time, so that most wait for their turn and none has to be sent away.
  expect(answers.filter(({ status }) => status !== 401 && status !== 429)).toEqual([])
  waits.sort((a, b) => a - b)
  expect(waits[Math.floor(waits.length * 0.98)]).toBeLessThan(500)
  expect(waits.at(-1)).toBeLessThan(2000)
})

test('A-09 a password that is too long is refused before it costs anything', async () => {
  for (const password of ['x'.repeat(257), 'x'.repeat(50_000)]) {
    const start = performance.now()
    const json = { token: 'x', name: 'Ada', email: 'ada@example.org', password }
    expect((await ask(`${server.url}/invitation-acceptances`, { json, headers: from() })).status).toBe(422)
    expect(performance.now() - start).toBeLessThan(500)
  }
})
