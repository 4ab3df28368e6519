import type { FieldSummary } from '@whisker/api/summary.ts'
import { expect, test } from 'vitest'
import { barsOf } from './bars.ts'

const summary = (values: [string, number][], more: Partial<FieldSummary> = {}): FieldSummary => ({
  ...{ field: 'label', type: 'radio', others: { values: 0, tasks: 0 }, none: 0, histogram: null },
  values: values.map(([value, tasks]) => ({ value, tasks })),
  ...more,
})

test('the most frequent first, the rest as one number', () => {
  const values = summary(
    [
      ['b', 5],
      ['c', 3],
      ['a', 1],
    ],
    { others: { values: 9, tasks: 10 } },
  )
  expect(barsOf(values, 10, 2)).toEqual({
    bars: [
      { value: 'b', count: 5, share: 0.5 },
      { value: 'c', count: 3, share: 0.3 },
    ],
    others: 11,
  })
})

test('numbers stand in their order', () => {
  const numbers = summary(
    [
      ['2', 9],
      ['10', 7],
      ['1', 1],
    ],
    { type: 'number' },
  )
  expect(barsOf(numbers, 17).bars.map(({ value }) => value)).toEqual(['1', '2', '10'])
})
