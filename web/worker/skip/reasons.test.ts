import { skipReasons } from '@whisker/api/assignments.ts'
import { expect, test } from 'vitest'
import { reasons } from './reasons.ts'

test('every reason of the API can be chosen', () => {
  expect(reasons.map(({ reason }) => reason)).toEqual([...skipReasons])
})
