import { expect, test } from 'vitest'
import { languages } from '../language/languages.ts'
import { formatNumber, otherReading, readNumber } from './written-number.ts'

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

/** Numbers of all sizes, and those that two languages read differently. */
function* numbers() {
  let seed = 7
  const next = () => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed / 2_147_483_647
  }
  for (const value of [0, -0.5, 1.234, -1.234, 12.345, 999.999, 0.125, 1234, 1234.5, 1e21, 1.5e-7, 2 ** 53 - 1])
    yield value
  for (let n = 0; n < 400; n++) yield Number(((next() - 0.5) * 10 ** (n % 12)).toFixed(n % 5)) || 0
}

test('C6 what is shown again reads back as the same number, in every language of the page', () => {
  for (const language of Object.keys(languages)) {
    const page = new Intl.NumberFormat(language, { maximumFractionDigits: 10 })
    for (const value of numbers()) {
      const what = `${value} in ${language}`
      expect(readNumber(formatNumber(value, language), language), what).toBe(value)
      expect(readNumber(formatNumber(value), language), what).toBe(value)
      // Limits and figures in the page's own words.
      if (Math.abs(value) < 1e15 && Math.abs(value) > 1e-6)
        expect(readNumber(page.format(value), language), what).toBe(value)
    }
  }
})

test('C6 a text that people read in two ways is known as such', () => {
  expect(otherReading('1,234', 'de')).toBe(1234)
  expect(otherReading('1.234', 'de')).toBe(1.234)
  expect(otherReading('1,234', 'en')).toBe(1.234)
  for (const text of ['1234', '1,5', '0,125', '1.234,5', '1,2340', '12.5', 'cat', ''])
    expect(otherReading(text, 'de')).toBeNull()
})
