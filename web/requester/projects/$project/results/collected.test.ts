import type { ResultRow } from '@whisker/api/results.ts'
import { expect, test } from 'vitest'
import { bars, collect, hasValue, levelOf, nothingCollected } from './collected.ts'

const row = (id: string, ...values: (string | number | string[] | null)[]) =>
  ({
    task_id: id,
    result: values.map((value) => ({ label: { value, confidence: 1, votes: [] } })),
  }) as unknown as ResultRow

test('counts all, newest rows first, in as many steps as it takes', () => {
  let collected = collect(nothingCollected(), [row('a', 'cat'), row('b', 'dog')])
  collected = collect(collected, [row('c', 'cat', null)])
  expect(collected.total).toBe(3)
  expect(collected.rows.map(({ task_id }) => task_id)).toEqual(['c', 'b', 'a'])
  expect([...collected.counts.get('label')!]).toEqual([
    ['cat', 2],
    ['dog', 1],
    ['no answer', 1],
  ])
})

test('a result of several choices counts for each, and is found by each', () => {
  const both = row('a', ['cat', 'dog'])
  expect([...collect(nothingCollected(), [both]).counts.get('label')!.keys()]).toEqual(['cat', 'dog'])
  expect([hasValue(both, 'label', 'dog'), hasValue(both, 'label', 'bird'), hasValue(both, 'x', 'dog')]).toEqual([
    true,
    false,
    false,
  ])
})

test('the most frequent first, the rest as one number', () => {
  const values = new Map([
    ['a', 1],
    ['b', 5],
    ['c', 3],
  ])
  expect(bars(values, 10, 2)).toEqual({
    bars: [
      { value: 'b', count: 5, share: 0.5 },
      { value: 'c', count: 3, share: 0.3 },
    ],
    others: 1,
  })
})

test('numbers stand in their order', () => {
  const values = new Map([
    ['10', 7],
    ['2', 9],
    ['1', 1],
  ])
  expect(bars(values, 17).bars.map((bar) => bar.value)).toEqual(['1', '2', '10'])
})

test('a task is as sure as its least sure field', () => {
  const sure = (...confidences: number[]) =>
    levelOf({ result: confidences.map((confidence) => ({ label: { confidence } })) } as unknown as ResultRow)
  expect([sure(1), sure(1, 0.75), sure(0.6), sure(0.9, 0.3)]).toEqual(['sure', 'fair', 'unsure', 'split'])
  const collected = collect(nothingCollected(), [row('a', 'cat'), row('b', 'dog')])
  expect(collected.levels).toEqual({ sure: 2, fair: 0, unsure: 0, split: 0 })
})
