import { expect, test } from 'vitest'
import { Pace } from './pace.ts'

test('often enough in a second is busy, until a second has fewer', () => {
  const pace = new Pace({ count: 20, ms: 1000 })
  for (let n = 0; n < 19; n++) pace.note(n)
  expect(pace.isBusy(20)).toBe(false)
  pace.note(500)
  expect(pace.isBusy(501)).toBe(true)
  expect(pace.isBusy(1001)).toBe(false)
})

test('now and then is not', () => {
  const pace = new Pace({ count: 20, ms: 1000 })
  for (let n = 0; n < 1000; n++) {
    pace.note(n * 100)
    expect(pace.isBusy(n * 100)).toBe(false)
  }
})
