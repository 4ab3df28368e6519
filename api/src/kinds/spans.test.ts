import { expect, test } from 'vitest'
import { checkAnswer } from '../answers.ts'
import { readCell, writeCell } from '../cells.ts'
import { OutputField } from '../fields.ts'
import { fitAnswer, takesSameAnswers } from '../form-change.ts'
import { placeChecks } from './place-checks.ts'

const options = [{ value: 'name' }, { value: 'place' }]
const field = OutputField.parse({ name: 'words', type: 'spans', options, max_count: 3 })
// A family of three emoji that are one character, an "e" with an accent of its own, two code units for one code point.
const text = 'Ann 👩‍👩‍👧 e\u0301 𝒳\nشكرا'
const check = (value: unknown, form = field) =>
  checkAnswer([form], 1, [{ words: value }], { asked: [{ said: { text } }], places: placeChecks })
const faultOf = (value: unknown, form = field) => {
  const checked = check(value, form)
  return checked.ok
    ? null
    : checked.errors.map(({ pointer, code }) => `${code} ${pointer.replace('/answer/0/words', '')}`).join()
}
const span = (start: unknown, end: unknown, more: object = {}) => ({ label: 'name', start, end, ...more })

test('what stands there is filled in, and the first comes first', () => {
  expect(check([span(13, 14), span(4, 9), span(0, 3, { text: 'Ann' })])).toEqual({
    ok: true,
    answer: [
      {
        words: [span(0, 3, { text: 'Ann' }), span(4, 9, { text: '👩‍👩‍👧' }), span(13, 14, { text: '𝒳' })],
      },
    ],
  })
  const value = [span(0, 3, { text: 'A "|n' })] as never
  expect(readCell(field, writeCell(value))).toEqual({ ok: true, value })
})

test.each<[string, unknown, string | null]>([
  ['nothing there', [], null],
  ['to the end', [span(15, 19)], null],
  ['a letter with its mark', [span(10, 12)], null],
  ['a letter without its mark', [span(10, 11)], 'inside_character /0/end'],
  ['half a family', [span(6, 9)], 'inside_character /0/start'],
  ['another text', [span(0, 3, { text: 'ann' })], 'other_text /0/text'],
  ['behind the end', [span(15, 20, { text: 'x' })], 'outside /0/end'],
  ['negative', [span(-1, 2, { text: 'x' })], 'outside /0/start'],
  ['empty', [span(2, 2)], 'too_small /0/end'],
  ['backwards', [span(3, 0, { text: 'x' })], 'too_small /0/end'],
  ['half a character', [span(0.5, 2, { text: 'x' })], 'wrong_type /0/start'],
  ['NaN', [span(0, Number.NaN, { text: 'x' })], 'wrong_type /0/end'],
  ['no label', [{ start: 0, end: 3 }], 'needs_label /0/label'],
  ['upon each other', [span(2, 3), span(0, 3)], 'overlaps /0'],
  ['a box', [{ label: 'name', x: 0, y: 0 }], 'unknown_field /0'],
  ['a million', Array.from({ length: 1_000_000 }), 'too_many '],
])('%s', (_, value, fault) => expect(faultOf(value)).toBe(fault))

test('where spans may share characters, the same one is not there twice', () => {
  const form = OutputField.parse({ ...field, overlapping: true })
  expect(faultOf([span(0, 3), span(0, 2)], form)).toBe(null)
  expect(faultOf([span(0, 3), span(0, 3)], form)).toBe('duplicate /1')
})

test('whatever the text, what is kept is what stands there', () => {
  const parts = ['a', ' ', '\n', 'e\u0301', '👩‍👩‍👧', '🇩🇪', '한', 'क्षि', 'ש', '𝒳', '\r\n', '\u200d', '\u0301']
  let seed = 7
  const upTo = (n: number) => {
    seed = (seed * 48271) % 2147483647
    return seed % n
  }
  let kept = 0
  for (let round = 0; round < 3000; round++) {
    const own = Array.from({ length: 1 + upTo(12) }, () => parts[upTo(parts.length)]).join('')
    const points = [...own]
    const start = upTo(points.length)
    const end = start + 1 + upTo(points.length - start)
    const asked = [{ said: { text: own } }]
    const checked = checkAnswer([field], 1, [{ words: [span(start, end)] }], { asked, places: placeChecks })
    const borders = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(own)].map(({ index }) => index)
    const unit = (at: number) => points.slice(0, at).join('').length
    const fits = [start, end].every((at) => at === points.length || borders.includes(unit(at)))
    expect(checked.ok).toBe(fits)
    if (!checked.ok) continue
    kept++
    expect(checked.answer[0]!.words).toEqual([span(start, end, { text: points.slice(start, end).join('') })])
  }
  expect(kept).toBeGreaterThan(300)
})

test('what shares characters does not fit a form that does not let it any more; the other way round all of it does', () => {
  const form = (overlapping: boolean) => [
    {
      ...{ type: 'spans' as const, name: 'a', label: '', help: '', required: true, overlapping },
      options: [{ value: 'x', label: '' }],
    },
  ]
  const sharing = [
    { label: 'x', start: 0, end: 3, text: 'Ann' },
    { label: 'x', start: 2, end: 4, text: 'n ' },
  ]
  expect(takesSameAnswers(form(true), form(false))).toBe(false)
  expect(fitAnswer(form(true), 1, [{ a: sharing }]).ok).toBe(true)
  expect(fitAnswer(form(false), 1, [{ a: sharing }])).toMatchObject({ errors: [{ code: 'overlaps' }] })
  expect(fitAnswer(form(false), 1, [{ a: sharing.slice(0, 1) }]).ok).toBe(true)
})
