import { expect, test } from 'vitest'
import { readNumber } from './number.ts'

test.each([
  ['12', 'en', 12],
  ['-0.5', 'en', -0.5],
  ['−3', 'en', -3],
  [',5', 'de', 0.5],
  ['1,5', 'en', 1.5],
  ['1.5', 'de', 1.5],
  ['1,234', 'en', 1234],
  ['1,234', 'de', 1.234],
  ['1.234', 'de', 1234],
  ['0.125', 'de', 0.125],
  ['1.234', 'en', 1.234],
  ['1,234.5', 'de', 1234.5],
  ['1.234,5', 'en', 1234.5],
  ['1 234,5', 'fr', 1234.5],
  ['1\u202f234', 'fr', 1234],
  ['1,234,567', 'en', 1234567],
  ['12,34,567', 'hi', 1234567],
  ['١٢٫٥', 'ar', 12.5],
  ['१२', 'hi', 12],
  ['2e3', 'en', 2000],
])('%s in %s is %d', (text, language, value) => {
  expect(readNumber(text, language)).toBe(value)
})

test.each(['', 'cat', '1.2.3,4', '1,2,3', '12 cm', '--1', '0x10', 'Infinity', '1,'.repeat(3)])(
  '%j is no number',
  (text) => {
    expect(readNumber(text, 'en')).toBeNull()
  },
)
