import { expect, test } from 'vitest'
import { formatTimeLeft, secondsLeft } from './pace.ts'

const tasks = { open: 100, completed: 50, needs_review: 0, cancelled: 3, unreadable: 1 }

test('what remains is what open tasks still want, at the rate of the last hour', () => {
  const progress = { tasks, held: 4, answers: 50 * 3 + 20, answers_last_hour: 140, reports: 0 }
  expect(secondsLeft(progress, 3)).toBe(2 * 3600)
})

test('without answers in the last hour there is no guess', () => {
  expect(secondsLeft({ tasks, held: 0, answers: 9, answers_last_hour: 0, reports: 0 }, 3)).toBeNull()
  expect(
    secondsLeft({ tasks: { ...tasks, open: 0 }, held: 0, answers: 9, answers_last_hour: 9, reports: 0 }, 3),
  ).toBeNull()
})

test('the guess is told coarsely', () => {
  expect([40, 600, 7000, 300_000].map(formatTimeLeft)).toEqual([
    'about a minute left',
    'about 10 min left',
    'about 2 h left',
    'about 3 days left',
  ])
})
