import { expect, test } from 'vitest'
import { readMoment } from './moment.ts'

test.each([
  ['2026-11-28', '2026-11-28T00:00:00.000Z', '2026-11-28T23:59:59.999Z'],
  ['2026-11-28T10:00:00Z', '2026-11-28T10:00:00.000Z', '2026-11-28T10:00:00.000Z'],
  ['2026-11-28T10:00:00.123456Z', '2026-11-28T10:00:00.123Z', '2026-11-28T10:00:00.123Z'],
  ['2026-11-28T10:00+01:00', '2026-11-28T09:00:00.000Z', '2026-11-28T09:00:00.000Z'],
  ['2026-11-28T10:00:00 01:00', '2026-11-28T09:00:00.000Z', '2026-11-28T09:00:00.000Z'],
  ['2026-11-28 10:00:00-0530', '2026-11-28T15:30:00.000Z', '2026-11-28T15:30:00.000Z'],
])('D12 %s is a moment', (text, begin, end) => {
  expect(readMoment(text, 'begin')).toEqual({ ok: true, iso: begin })
  expect(readMoment(text, 'end')).toEqual({ ok: true, iso: end })
})

test.each([
  ['yesterday', /such as 2026-11-28T10:00:00Z, or a day/],
  ['28.11.2026', /or a day such as 2026-11-28/],
  ['2026-02-30', /no day 2026-02-30/],
  ['2026-11-28T25:00:00Z', /no time 25:00:00Z/],
  ['2026-11-28T10:00:00', /no time zone.*2026-11-28T10:00:00Z/],
  ['1764324000', /Perhaps 2025-11-28T10:00:00Z is meant/],
  ['1764324000000', /Perhaps 2025-11-28T10:00:00Z is meant/],
  ['9'.repeat(60), /such as/],
  ['', /such as/],
])('D12 %s is told what is the matter', (text, detail) => {
  expect(readMoment(text, 'begin')).toEqual({ ok: false, detail: expect.stringMatching(detail) })
})
