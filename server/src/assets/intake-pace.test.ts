import { expect, test } from 'vitest'
import { IntakePace } from './intake-pace.ts'

test('many pictures in a second are busy, until a second has fewer', () => {
  const pace = new IntakePace()
  for (let n = 0; n < 19; n++) pace.note(n)
  expect(pace.isBusy(20)).toBe(false)
  pace.note(500)
  expect(pace.isBusy(501)).toBe(true)
  expect(pace.isBusy(1001)).toBe(false)
})

test('a picture now and then is not', () => {
  const pace = new IntakePace()
  for (let n = 0; n < 1000; n++) {
    pace.note(n * 100)
    expect(pace.isBusy(n * 100)).toBe(false)
  }
})
