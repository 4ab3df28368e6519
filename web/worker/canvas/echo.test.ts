import { expect, test } from 'vitest'
import { createEcho } from './echo.ts'

test('what was told is no news when it comes back, late or in part; what others say is', () => {
  const echo = createEcho<number[] | null>(() => {})
  const [first, second] = [[1], [2]]
  for (const value of [first, null, second]) echo.tell(value)
  expect(echo.isNews(first)).toBe(false)
  expect(echo.isNews([9])).toBe(true)
  expect(echo.isNews(second)).toBe(false)
  // Nothing of it is on its way any more.
  expect(echo.isNews(null)).toBe(true)
  expect(echo.isNews(first)).toBe(true)
})
