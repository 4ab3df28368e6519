import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OutputField } from '../fields.ts'
import { isDay } from './date.ts'
import { kindOf } from './kinds.ts'

test('a day is one of the calendar, as ISO 8601 writes it', () => {
  for (const day of ['2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31']) expect(isDay(day), day).toBe(true)
  for (const no of [
    '2023-02-29',
    '1900-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '0000-01-01',
    '26-11-28',
    '2026-11-28T00:00:00Z',
    '28.11.2026',
    '+12026-01-01',
    '2026-1-1',
    '',
  ])
    expect(isDay(no), no).toBe(false)
})

test('every day that JavaScript knows is one, and texts stand in the order of days', () => {
  const day = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  const asText = (date: Date) => date.toISOString().slice(0, 10)
  fc.assert(
    fc.property(day, day, (a, b) => {
      expect(isDay(asText(a))).toBe(true)
      expect(asText(a) < asText(b)).toBe(Math.floor(+a / 86_400_000) < Math.floor(+b / 86_400_000))
    }),
  )
})

test('its limits belong to it, and the last day is not before the first', () => {
  const field = OutputField.parse({ name: 'd', type: 'date', min: '2026-01-01', max: '2026-12-31' })
  const check = (value: unknown) => kindOf(field).check(field, value, {})
  expect([check('2026-01-01'), check('2026-12-31')]).toEqual([null, null])
  expect(check('2025-12-31')).toMatchObject({ code: 'out_of_range', detail: 'must not be before 2026-01-01.' })
  expect(check('2027-01-01')).toMatchObject({ code: 'out_of_range', detail: 'must not be after 2026-12-31.' })
  expect(check(20260101)).toMatchObject({ code: 'wrong_type' })
  const wrong = (draft: object) => OutputField.safeParse({ name: 'd', type: 'date', ...draft }).error?.issues[0]
  expect(wrong({ min: '2026-02-02', max: '2026-02-01' })).toMatchObject({
    path: ['max'],
    message: 'must not be before min',
  })
  expect(wrong({ min: '1 May' })).toMatchObject({ path: ['min'], message: 'must be a day such as 2026-11-28' })
})
