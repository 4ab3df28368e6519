import { reportReasons } from '@whisker/api/reports.ts'
import { expect, test } from 'vitest'
import { reasons } from './reasons.ts'

test('every reason of the API can be chosen', () => {
  expect(reasons.map(({ reason }) => reason)).toEqual([...reportReasons])
})
