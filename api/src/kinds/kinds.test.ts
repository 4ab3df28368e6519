import { expect, test } from 'vitest'
import { checkAnswer } from '../answers.ts'
import { readCell, writeCell } from '../cells.ts'
import { OutputField } from '../fields.ts'
import type { FieldKind } from './kind.ts'
import { kindOf, kinds } from './kinds.ts'
import { placeChecks } from './place-checks.ts'

const options = [{ value: 'cat' }, { value: 'a|b' }, { value: 'x' }]
/** One form of each kind, with what its shape needs. */
const drafts: Record<FieldKind, object> = {
  input: {},
  textarea: { min_length: 1 },
  number: { min: -3 },
  select: { options },
  radio: { options },
  checkbox: { options, min_count: 2 },
  rating: {},
  date: { min: '2020-02-29' },
  boxes: { options, min_count: 2, min_size: 4 },
  points: { options },
  polygons: {},
  rank: { options, ties: true },
  rows: {
    key: 'species',
    fields: [
      { name: 'species', type: 'radio', options },
      { name: 'count', type: 'number', min: 1 },
    ],
    min_count: 2,
  },
  spans: { options, min_count: 2 },
}
const all = Object.entries(drafts).map(([type, draft]) => [type, draft] as [FieldKind, object])

test('a kind has a shape, and a shape is of a kind', () => {
  const shapes = OutputField.options.map(({ shape }) => shape.type.value)
  expect(shapes.sort()).toEqual(Object.keys(kinds).sort())
})

test.each(all)('%s: its example passes its check, and a table gives it back', (type, draft) => {
  const field = OutputField.parse({ name: 'x', type, ...draft })
  const value = kindOf(field).example(field)
  expect(checkAnswer([field], 1, [{ x: value }])).toEqual({ ok: true, answer: [{ x: value }] })
  for (const mark of ['.', ','] as const)
    expect(readCell(field, writeCell(value, mark), mark)).toEqual({ ok: true, value })
})

test.each(all)('%s: what no form holds is refused in words, not by a fall', (type, draft) => {
  const field = OutputField.parse({ name: 'x', type, ...draft })
  for (const value of [{}, true, [{}], Number.NaN]) {
    const checked = checkAnswer([field], 1, [{ x: value }], { places: placeChecks })
    expect(checked).toMatchObject({
      ok: false,
      errors: [{ pointer: expect.stringMatching(/^\/answer\/0\/x(\/|$)/), detail: expect.stringMatching(/ /) }],
    })
  }
})
