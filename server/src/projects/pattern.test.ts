import { RE2JS } from 're2js'
import { describe, expect, test } from 'vitest'
import { expectCpuBelow } from '../testing/cpu-time.ts'
import { checkPatterns, patternMatcher } from './pattern.ts'

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
    expectCpuBelow(500, () => patternMatcher()(pattern, text))
  })

  test('the whole text has to match', () => {
    expect(patternMatcher()('[a-z]+', 'cat')).toBe(true)
    expect(patternMatcher()('[a-z]+', 'cat1')).toBe(false)
    expect(patternMatcher()('cat|dog', 'catdog')).toBe(false)
    expect(patternMatcher()('', '')).toBe(true)
    expect(patternMatcher()('.', '🐈')).toBe(true)
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
      const tryIt = () => {
        if (checkPatterns(spec(pattern)).length === 0) patternMatcher()(pattern, 'a'.repeat(1000))
      }
      expectCpuBelow(3000, tryIt, pattern)
    }
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(300e6)
  })
})

describe('F10 what would take too long', () => {
  test('patterns of small fields are looked at where they stand', () => {
    const small = { name: 'tag', label: '', help: '', required: true, type: 'input' as const, pattern: '(' }
    const rest = { name: 'seen', label: '', help: '', required: true }
    const form = [
      { ...rest, type: 'rows' as const, key: 'tag', fields: [small] },
      { ...rest, type: 'boxes' as const, attributes: [small] },
    ]
    expect(checkPatterns(form).map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      'invalid_pattern /output_spec/0/fields/0/pattern',
      'invalid_pattern /output_spec/1/attributes/0/pattern',
    ])
  })

  const large = '(?:.{0,1000})'.repeat(38)

  test.each([
    ['38 times a thousand', large],
    ['a group a thousand times', `(?:${'a'.repeat(485)}){1000}`],
    ['a thousand in a thousand-fold class', `(?:[a\\]{}(]${'[^]b]'.repeat(50)}){1000}`],
  ])('%s is refused when the form is made, in an instant, and the error says what to do', (_, pattern) => {
    let faults: ReturnType<typeof checkPatterns> = []
    const check = () => {
      faults = checkPatterns([...spec(pattern), ...Array(49).fill(spec(pattern)[0])])
    }
    expectCpuBelow(500, check)
    expect(faults).toMatchObject([{ pointer: '/output_spec/0/pattern', code: 'pattern_too_large' }])
    expect(faults[0]?.detail).toContain('max_length')
  })

  test('the longest text counts, and all fields of an item together', () => {
    const field = { ...spec('.*a.{0,200}b')[0], max_length: 4000 } as never
    expect(checkPatterns([field])).toEqual([])
    expect(checkPatterns([field, field]).map(({ pointer }) => pointer)).toEqual(['/output_spec/1/pattern'])
    expect(checkPatterns(spec('.{0,1000}'))).toEqual([])
  })

  test('one that is stored from before is not asked, and the text is taken; small ones are asked on', () => {
    const matchAll = () => {
      expect(patternMatcher()(large, 'x'.repeat(4000))).toBe(true)
      expect(patternMatcher()('.*a.{0,400}b', 'x'.repeat(10_000))).toBe(true)
      const match = patternMatcher()
      for (let item = 0; item < 50; item++) match('(?:.*[ab].{0,60}){10}', 'abcxyz'.repeat(330))
    }
    expectCpuBelow(2000, matchAll)
    expect(patternMatcher()('.*a.{0,400}b', 'x'.repeat(1000))).toBe(false)
  })

  test('one text too long for its pattern is not asked, nor is what comes when an answer has had its share', () => {
    const pattern = '.*a.{0,400}b'
    const program = RE2JS.compile(pattern).programSize()
    // Between what is asked of one text and what is asked of an answer.
    expect(patternMatcher()(pattern, 'x'.repeat(Math.ceil(3_000_000 / program)))).toBe(true)
    const match = patternMatcher()
    const asked = Array.from({ length: 20 }, () => match(pattern, 'x'.repeat(Math.floor(1_000_000 / program))))
    expect(asked).toEqual([...Array(5).fill(false), ...Array(15).fill(true)])
  })

  test('what is too large is told from its text: forms and answers with it cost nothing, however many there are', () => {
    const different = Array.from({ length: 50 }, (_, n) => `${large}${n}`)
    // To compile them takes 0.08 s each, the first one 0.3 s.
    expectCpuBelow(500, () => {
      for (const pattern of different) {
        expect(checkPatterns(spec(pattern))).toHaveLength(1)
        expect(patternMatcher()(pattern, 'x')).toBe(true)
      }
    })
  })
})
