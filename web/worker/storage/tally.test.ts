import { expect, test } from 'vitest'
import { emptyTally, summary, withAnswer } from './tally.ts'

const day = (n: number, hour = 12) => new Date(2026, 2, n, hour)

function answers(...dates: Date[]) {
  return dates.reduce((tally, date, i) => withAnswer(tally, date, i), emptyTally('ada'))
}

test('counts today, the last seven days, the streak and the median', () => {
  const tally = answers(day(20), day(26), day(28), day(29), day(30), day(30))
  expect(summary(tally, day(30, 23))).toEqual({ today: 2, week: 5, streakDays: 3, medianS: 3 })
})

test('the streak lives until the end of the day, over a change of the clock too', () => {
  const tally = answers(day(27), day(28), day(29))
  expect(summary(tally, day(30, 0))).toMatchObject({ today: 0, streakDays: 3 })
  expect(summary(tally, day(31, 0))).toMatchObject({ streakDays: 0 })
})

test('keeps little: sixty days, and no breaks as working time', () => {
  const tally = withAnswer(answers(day(1)), new Date(2026, 6, 1), 4000)
  expect(Object.keys(tally.days)).toEqual(['2026-07-01'])
  expect(tally.seconds).toEqual([0])
})
