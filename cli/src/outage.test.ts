import { ApiError } from '@whisker/api/client.ts'
import type { ProblemCode } from '@whisker/api/problem.ts'
import { describe, expect, test } from 'vitest'
import { Outage, type OutageOptions, OutageTooLong, RequestGivenUp, Stopped } from './outage.ts'

const quick: OutageOptions = { firstPauseMs: 2, maxPauseMs: 20 }

function answer(status: number, code: ProblemCode = 'unavailable', retryAfterS: number | null = null): ApiError {
  return new ApiError({ type: '', title: '', status, code, detail: `status ${status}`, request_id: '' }, retryAfterS)
}

function broken(code: string): Error {
  return Object.assign(new Error(code), { code })
}

/** Fails with these errors, one after the other, and then succeeds. */
function failing(...errors: Error[]) {
  let tries = 0
  const request = async () => {
    const error = errors[tries++]
    if (error) throw error
    return 'done'
  }
  return { request, tries: () => tries }
}

test.each([
  ['429', answer(429, 'rate_limited')],
  ['503', answer(503)],
  ['500', answer(500, 'internal')],
  ['a proxy’s 502', answer(502)],
  ['a reset', broken('ECONNRESET')],
  ['a refused connection', new TypeError('fetch failed', { cause: broken('ECONNREFUSED') })],
  ['a DNS failure', broken('ENOTFOUND')],
  ['a time-out', broken('ETIMEDOUT')],
])('R-15 %s is tried again until it succeeds', async (_, error) => {
  const { request, tries } = failing(error, error)
  expect(await new Outage(quick).run(request)).toBe('done')
  expect(tries()).toBe(3)
})

test.each([400, 401, 403, 404, 409, 413, 415, 422])(
  '%i will not be different next time: it is thrown at once',
  async (status) => {
    const { request, tries } = failing(answer(status, 'invalid'))
    await expect(new Outage(quick).run(request)).rejects.toThrow(ApiError)
    expect(tries()).toBe(1)
  },
)

test('an error of our own is not tried again', async () => {
  const { request, tries } = failing(new RangeError('a mistake'))
  await expect(new Outage(quick).run(request)).rejects.toThrow(RangeError)
  expect(tries()).toBe(1)
})

test('R-15 Retry-After is waited for, and is told', async () => {
  const told: number[] = []
  const { request } = failing(answer(503, 'unavailable', 1))
  const startedAt = performance.now()
  await new Outage({ ...quick, onWaiting: (_, ms) => told.push(ms) }).run(request)
  expect(performance.now() - startedAt).toBeGreaterThan(990)
  expect(told).toEqual([1000])
})

test('R-15 while the service is away one request alone tries; when it is back all go on', async () => {
  let isUp = false
  let under = 0
  let max = 0
  const request = async () => {
    under++
    await new Promise((resolve) => setTimeout(resolve, 5))
    if (!isUp) max = Math.max(max, under)
    under--
    if (!isUp) throw broken('ECONNREFUSED')
    return true
  }
  const back: string[] = []
  const outage = new Outage({ ...quick, onBack: () => back.push('back') })
  const first = outage.run(request)
  await new Promise((resolve) => setTimeout(resolve, 8))
  const others = Array.from({ length: 20 }, () => outage.run(request))
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(max).toBe(1)
  isUp = true
  expect(await Promise.all([first, ...others])).toHaveLength(21)
  expect(back).toEqual(['back'])
})

describe('the end of patience', () => {
  test('comes after so much waiting, and ends everybody who waits', async () => {
    const outage = new Outage({ ...quick, maxMs: 50 })
    const request = () => Promise.reject(broken('ECONNREFUSED'))
    const runs = await Promise.allSettled([outage.run(request), outage.run(request), outage.run(request)])
    for (const run of runs) expect(run).toMatchObject({ status: 'rejected', reason: expect.any(OutageTooLong) })
    await expect(outage.run(request)).rejects.toThrow(OutageTooLong)
  })

  test('comes at once when the service asks for more than there is', async () => {
    const { request, tries } = failing(answer(503, 'unavailable', 3600))
    await expect(new Outage(quick).run(request)).rejects.toThrow(OutageTooLong)
    expect(tries()).toBe(1)
  })

  test('does not come nearer through outages that have ended', async () => {
    const outage = new Outage({ ...quick, maxMs: 60 })
    for (let i = 0; i < 10; i++) {
      const { request } = failing(broken('ECONNRESET'), broken('ECONNRESET'), broken('ECONNRESET'))
      expect(await outage.run(request)).toBe('done')
    }
  })
})

describe('one request that always fails', () => {
  test('is given up while others succeed', async () => {
    const outage = new Outage(quick)
    const poisoned = outage.run(() => Promise.reject(broken('ECONNRESET')))
    let isOver = false
    const others = (async () => {
      let done = 0
      while (!isOver) {
        await outage.run(async () => {
          await new Promise((resolve) => setTimeout(resolve, 1))
        })
        done++
      }
      return done
    })()
    await expect(poisoned).rejects.toThrow(RequestGivenUp)
    isOver = true
    expect(await others).toBeGreaterThan(0)
  })

  test('with 500 is given up by itself, but not 20 in a row: then it is the service', async () => {
    const all = new Outage({ firstPauseMs: 0.1, maxPauseMs: 0.2, maxMs: 50 })
    const request = () => Promise.reject(answer(500, 'internal'))
    let given = 0
    await expect(
      (async () => {
        for (;;) {
          await all.run(request).catch((error) => {
            if (!(error instanceof RequestGivenUp)) throw error
            given++
          })
        }
      })(),
    ).rejects.toThrow(OutageTooLong)
    expect(given).toBe(19)
  })

  test('with 503 is never given up: the service has no room', async () => {
    const errors = Array.from({ length: 12 }, () => answer(503))
    expect(await new Outage(quick).run(failing(...errors).request)).toBe('done')
  })
})

test('R-15 stopping ends the waiting, and lets through what needs none', async () => {
  const stop = new AbortController()
  const outage = new Outage({ firstPauseMs: 60_000, maxPauseMs: 60_000, stop: stop.signal })
  const waiting = outage.run(() => Promise.reject(broken('ECONNREFUSED')))
  setTimeout(() => stop.abort(), 10)
  await expect(waiting).rejects.toThrow(Stopped)
  await expect(outage.run(async () => 'x')).rejects.toThrow(Stopped)
  expect(await new Outage({ ...quick, stop: stop.signal }).run(async () => 'x')).toBe('x')
})
