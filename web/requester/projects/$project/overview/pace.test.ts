import { expect, test } from 'vitest'
import { costWords, formatTimeLeft } from './pace.ts'

test('the guess is told coarsely', () => {
  expect([40, 600, 7000, 300_000].map(formatTimeLeft)).toEqual([
    'about a minute',
    'about 10 min',
    'about 2 h',
    'about 3 days',
  ])
})

test('a cost that is certain has no range', () => {
  expect(costWords({ least: 30, expected: 30, most: 30 })).toBe('for the open tasks')
  expect(costWords({ least: 30, expected: 41, most: 1500 })).toBe('30 to 1,500 for the open tasks')
})
