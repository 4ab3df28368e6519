import { expect, test } from 'vitest'
import { checkAnswer } from '../answers.ts'
import { readCell, writeCell } from '../cells.ts'
import { OutputField } from '../fields.ts'
import { placeChecks } from './place-checks.ts'

const field = OutputField.parse({ name: 'eggs', type: 'points', max_count: 2 })
const asked = [{ photo: { original: { width: 400, height: 300 } } }]
const faultOf = (value: unknown) => {
  const checked = checkAnswer([field], 1, [{ eggs: value }], { asked, places: placeChecks })
  return checked.ok
    ? null
    : checked.errors.map(({ pointer, code }) => `${code} ${pointer.replace('/answer/0/eggs', '')}`).join()
}

test('points have two digits behind the point, and a cell of their own', () => {
  const sent = [{ x: 1.006, y: 299.999 }]
  expect(checkAnswer([field], 1, [{ eggs: sent }], { asked, places: placeChecks })).toEqual({
    ok: true,
    answer: [{ eggs: [{ x: 1.01, y: 300 }] }],
  })
  expect(readCell(field, writeCell([{ x: 1, y: 2.5 }]))).toEqual({ ok: true, value: [{ x: 1, y: 2.5 }] })
})

test.each<[string, unknown, string | null]>([
  [
    'at the corners of the picture',
    [
      { x: 0, y: 0 },
      { x: 400, y: 300 },
    ],
    null,
  ],
  ['none', [], null],
  ['outside', [{ x: 400.1, y: 0 }], 'outside /0/x'],
  ['negative', [{ x: 0, y: -0.01 }], 'outside /0/y'],
  ['NaN', [{ x: 0, y: Number.NaN }], 'wrong_type /0/y'],
  ['a box', [{ x: 0, y: 0, width: 2, height: 2 }], 'unknown_field /0'],
  ['half a point', [{ x: 0 }], 'required /0/y'],
  ['too many', [1, 2, 3], 'too_many '],
])('%s', (_, value, fault) => expect(faultOf(value)).toBe(fault))
