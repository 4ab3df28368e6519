import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maxAttempts, nextAttemptDelayMs } from './retry-schedule.ts'

const hourMs = 3600 * 1000
const middle = () => 0.5

test('E-01 ten attempts over a little more than three days, then none', () => {
  const delays = Array.from({ length: 12 }, (_, i) => nextAttemptDelayMs(i + 1, { random: middle }))
  expect(delays.slice(0, 9).map((ms) => (ms ?? 0) / 1000)).toEqual([
    5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400,
  ])
  expect(delays.slice(9)).toEqual([null, null, null])
  expect(maxAttempts).toBe(10)
  const totalHours = delays.reduce<number>((sum, ms) => sum + (ms ?? 0), 0) / hourMs
  expect(totalHours).toBeCloseTo(75.585, 2)
})

test('the jitter is a tenth either way', () => {
  expect(nextAttemptDelayMs(2, { random: () => 0 })).toBe(270_000)
  expect(nextAttemptDelayMs(2, { random: () => 1 })).toBe(330_000)
  const drawn = new Set(Array.from({ length: 50 }, () => nextAttemptDelayMs(5)))
  expect(drawn.size).toBeGreaterThan(40)
})

test('F27 Retry-After puts an attempt off, never forward, and by a day at most, whatever it says', () => {
  expect(nextAttemptDelayMs(1, { random: () => 0, retryAfterS: 60 })).toBe(60_000)
  expect(nextAttemptDelayMs(1, { random: () => 1, retryAfterS: 60 })).toBe(66_000)
  expect(nextAttemptDelayMs(4, { random: middle, retryAfterS: 1 })).toBe(2 * hourMs)
  for (const retryAfterS of [23.9 * 3600, 86_400, 86_401, 999_999_999, Number.MAX_SAFE_INTEGER, 1e300])
    for (const spread of [0, 0.5, 1]) {
      const delay = nextAttemptDelayMs(1, { random: () => spread, retryAfterS })
      expect(delay).toBeLessThanOrEqual(24 * hourMs)
      expect(delay).toBeGreaterThanOrEqual(21.6 * hourMs)
    }
  expect(nextAttemptDelayMs(10, { retryAfterS: 60 })).toBeNull()
})

test('every delay is a whole, positive and bounded number of milliseconds, and not before Retry-After', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.option(fc.nat()),
      (attempt, random, retryAfterS) => {
        const delay = nextAttemptDelayMs(attempt, { random: () => random, retryAfterS }) ?? Number.NaN
        expect(Number.isInteger(delay)).toBe(true)
        expect(delay).toBeGreaterThanOrEqual(Math.max(4500, Math.min((retryAfterS ?? 0) * 1000, 21.6 * hourMs)))
        expect(delay).toBeLessThanOrEqual(26.4 * hourMs)
      },
    ),
  )
})

test('an attempt number that cannot be is a mistake of the caller', () => {
  for (const attempt of [0, -1, 1.5, Number.NaN]) expect(() => nextAttemptDelayMs(attempt)).toThrow(RangeError)
})
