import { describe, expect, test } from 'vitest'
import { checkPatterns, matchesPattern } from './pattern.ts'

const spec = (pattern: string) => [
  { type: 'input' as const, name: 'animal', label: '', help: '', required: true, pattern },
]

describe('X-15 patterns run in linear time', () => {
  test.each([
    ['^(a+)+$', `${'a'.repeat(28)}!`],
    ['^(a+)+$', `${'a'.repeat(1000)}!`],
    ['(a|aa)+$', `${'a'.repeat(1000)}!`],
    ['(.*a){12}', 'a'.repeat(1000)],
    ['(x+x+)+y', 'x'.repeat(1000)],
  ])('%s on a text that blocks other engines for years', (pattern, text) => {
    expect(checkPatterns(spec(pattern))).toEqual([])
    const start = performance.now()
    matchesPattern(pattern, text)
    expect(performance.now() - start).toBeLessThan(500)
  })

  test('the whole text has to match', () => {
    expect(matchesPattern('[a-z]+', 'cat')).toBe(true)
    expect(matchesPattern('[a-z]+', 'cat1')).toBe(false)
    expect(matchesPattern('cat|dog', 'catdog')).toBe(false)
    expect(matchesPattern('', '')).toBe(true)
    expect(matchesPattern('.', '🐈')).toBe(true)
  })

  test('the worst that 500 characters can ask for is compiled in little time and memory, or refused', () => {
    const worst = [
      '(a{1,30}){1,30}',
      '((a{1,9}){1,9}){1,9}',
      'a{1000}',
      '(?:[\\p{L}\\p{N}]{1,100}){1,10}',
      '(a?){500}',
      'x{900}y{900}z{900}',
    ]
    const before = process.memoryUsage().heapUsed
    for (const pattern of [...worst, '(\\pL{1,20}\\pN{1,20}){1,20}'.repeat(18)]) {
      const start = performance.now()
      if (checkPatterns(spec(pattern)).length === 0) matchesPattern(pattern, 'a'.repeat(1000))
      expect(performance.now() - start, pattern).toBeLessThan(3000)
    }
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(300e6)
  })
})
