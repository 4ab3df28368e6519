import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/server.ts'
import { exchangeShares } from './exchange.ts'
import { Rate } from './rate.ts'
import { Share } from './share.ts'

const limit = { perS: 10, burst: 20 }

/** How many of a flood pass in so many seconds of a made-up clock. */
function flood(rates: Rate[], fromS: number, seconds: number): number {
  let passed = 0
  for (let ms = fromS * 1000; ms < (fromS + seconds) * 1000; ms += 10)
    for (const rate of rates) if (rate.take('a', limit, ms) === 0) passed++
  return passed
}

test('F24 a burst passes, then as many as the limit says; another name is not touched', () => {
  const rate = new Rate()
  expect(flood([rate], 0, 10)).toBeLessThanOrEqual(20 + 100)
  expect(flood([rate], 10, 10)).toBeGreaterThan(95)
  expect(rate.take('a', limit, 19_991)).toBeGreaterThan(0)
  expect(rate.take('b', limit, 20_000)).toBe(0)
  expect(rate.wait('a', limit, 30_000)).toBe(0)
})

test('F25 a name that uses up its limit on other servers has its part on this one', () => {
  const rate = new Rate()
  rate.countedElsewhere(new Map([['a', { perS: 30, servers: 3 }]]))
  flood([rate], 0, 10)
  // A quarter of ten a second.
  expect(flood([rate], 10, 10)).toBeGreaterThanOrEqual(24)
  expect(flood([rate], 20, 10)).toBeLessThanOrEqual(26)
})

describe('F25 servers count together', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer()
  })
  afterAll(() => server.close())

  test('a name that is busy on two servers gets the limit once, and neither starves the other', async () => {
    const rates = [new Rate(), new Rate()]
    const rounds = rates.map((requests) => exchangeShares(server.sql, { rates: { requests }, shares: {} }))
    const signal = new AbortController().signal
    let passed = 0
    let clock = 0
    for (; clock < 20; clock++) {
      passed = clock < 5 ? 0 : passed + flood(rates, clock, 1)
      if (clock < 5) flood(rates, clock, 1)
      // News is told for the second that has passed on the real clock: the flood was of the made-up one.
      await Promise.all(rounds.map((round) => round(signal)))
    }
    expect(passed / 15).toBeGreaterThan(7)
    expect(passed / 15).toBeLessThan(13)
    expect(flood([rates[1] as Rate], clock, 1)).toBeGreaterThan(3)
  })

  test('places held on one server count on the other, until they are given back', async () => {
    const shares = [0, 1].map(() => new Share({ total: 100, maxOfOne: 10, waitMs: 0 }))
    const rounds = shares.map((polls) => exchangeShares(server.sql, { rates: {}, shares: { polls } }))
    const all = async () => {
      for (const round of rounds) await round(new AbortController().signal)
    }
    const [here, there] = shares as [Share, Share]
    const holds = Array.from({ length: 8 }, () => here.enterNow('a'))
    there.enterNow('a')
    await all()
    let more = 0
    while (there.enterNow('a')) more++
    expect(more).toBe(1)
    for (const hold of holds) hold?.leave()
    await all()
    while (there.enterNow('a')) more++
    expect(more).toBe(9)
  })

  test('a server on which nobody is busy tells nothing', async () => {
    const round = exchangeShares(server.sql, { rates: { requests: new Rate() }, shares: {} })
    await server.sql`delete from shares_in_use`
    await round(new AbortController().signal)
    expect(await server.sql`select from shares_in_use`).toEqual([])
  })
})
