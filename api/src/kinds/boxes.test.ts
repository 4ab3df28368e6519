import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkAnswer } from '../answers.ts'
import { readCell, writeCell } from '../cells.ts'
import { OutputField } from '../fields.ts'
import type { AnswerAbout } from './answer-check.ts'
import { placeChecks } from './place-checks.ts'

const options = [{ value: 'cat' }, { value: 'dog' }]
const field = OutputField.parse({ name: 'animals', type: 'boxes', options, min_size: 2, max_count: 3 })
const plain = OutputField.parse({ name: 'animals', type: 'boxes' })
const picture: AnswerAbout = { asked: [{ photo: { original: { width: 400, height: 300 } }, note: { text: 'x' } }] }
const check = (value: unknown, about: AnswerAbout = picture, one = field) =>
  checkAnswer([one], 1, [{ animals: value }], { places: placeChecks, ...about })
const faultOf = (value: unknown, about?: AnswerAbout, one?: OutputField) => {
  const checked = check(value, about, one)
  return checked.ok
    ? null
    : checked.errors.map(({ pointer, code }) => `${code} ${pointer.replace('/answer/0/animals', '')}`).join()
}
const box = { label: 'cat', x: 10, y: 20, width: 30, height: 40 }

test('an empty list says that there is nothing; nothing at all is no answer', () => {
  expect(check([])).toEqual({ ok: true, answer: [{ animals: [] }] })
  for (const none of [null, undefined, '']) expect(faultOf(none)).toBe('required ')
  const optional = { ...field, required: false } as OutputField
  expect(check(null, picture, optional)).toEqual({ ok: true, answer: [{}] })
  expect(check([], picture, optional)).toEqual({ ok: true, answer: [{ animals: [] }] })
})

test('two digits behind the point are kept, by edges, and labels as the form spells them', () => {
  const sent = [{ label: ' cat ', x: 0.004, y: 1.236, width: 399.996, height: 10 }]
  expect(check(sent)).toEqual({
    ok: true,
    answer: [{ animals: [{ label: 'cat', x: 0, y: 1.24, width: 400, height: 10 }] }],
  })
})

test('what was kept is kept as it is when it is sent again', () => {
  const number = fc.double({ min: 0, max: 130, noNaN: true })
  fc.assert(
    fc.property(number, number, number, number, (x, y, width, height) => {
      const once = check([{ label: 'cat', x, y, width: width + 3, height: height + 3 }])
      expect(once.ok && check(once.answer[0]!.animals)).toEqual(once)
    }),
  )
})

test.each<[string, unknown, string]>([
  ['no list', { ...box }, 'wrong_type '],
  ['texts', ['cat'], 'wrong_type /0'],
  ['lists', [[]], 'wrong_type /0'],
  ['null', [box, null], 'wrong_type /1'],
  ['NaN', [{ ...box, x: Number.NaN }], 'wrong_type /0/x'],
  ['infinite', [box, { ...box, height: Number.POSITIVE_INFINITY }], 'wrong_type /1/height'],
  ['a text for a number', [{ ...box, y: '1' }], 'wrong_type /0/y'],
  ['an edge is missing', [{ label: 'cat', x: 1, y: 2, width: 3 }], 'required /0/height'],
  ['negative', [{ ...box, y: -1 }], 'outside /0/y'],
  ['to the right', [{ ...box, x: 371 }], 'outside /0/width'],
  ['below', [{ ...box, y: 260.01 }], 'outside /0/height'],
  ['no width', [{ ...box, width: 0 }], 'too_small /0/width'],
  ['turned inside out', [{ ...box, height: -5 }], 'too_small /0/height'],
  ['smaller than asked for', [{ ...box, width: 1.99 }], 'too_small /0/width'],
  ['another label', [{ ...box, label: 'cow' }], 'unknown_option /0/label'],
  ['a label that is none', [{ ...box, label: 3 }], 'unknown_option /0/label'],
  ['no label', [{ x: 1, y: 2, width: 3, height: 4 }], 'needs_label /0'.replace('/0', '/0/label')],
  ['keys of its own', [{ ...box, __proto__: null, angle: 3 }], 'unknown_field /0'],
  ['more than asked for', [box, box, box, box], 'too_many '],
])('%s', (_, value, fault) => expect(faultOf(value)).toBe(fault))

test('a label has no place where the form has none', () => {
  expect(faultOf([box], picture, plain)).toBe('unknown_option /0/label')
  expect(faultOf([{ x: 1, y: 2, width: 3, height: 4 }], picture, plain)).toBeNull()
})

test('a million boxes are refused before one of them is looked at', () => {
  const million = new Array(1_000_000).fill(box)
  Object.defineProperty(million, 500, {
    get: () => {
      throw new Error('looked at')
    },
  })
  expect(faultOf(million)).toBe('too_many ')
  expect(faultOf(million, {}, plain)).toBe('too_many ')
})

test('without a picture there is nothing to mark, and that can be said', () => {
  const missing = { asked: [{ note: { text: 'x' } }] }
  expect(faultOf([box], missing)).toBe('no_picture ')
  expect(faultOf([], missing)).toBeNull()
  // Whoever cannot know the picture checks the rest.
  expect(faultOf([{ ...box, x: 5000 }], {})).toBeNull()
  expect(faultOf([{ ...box, x: 2e6 }], {})).toBe('outside /0/x')
})

test('of two pictures the one that the form names', () => {
  const two = { asked: [{ a: { original: { width: 20, height: 20 } }, b: { original: { width: 400, height: 300 } } }] }
  expect(faultOf([box], two, { ...field, of: 'b' } as OutputField)).toBeNull()
  expect(faultOf([box], two, { ...field, of: 'a' } as OutputField)).toBe('outside /0/width')
})

test('a cell is JSON, and what is none is told', () => {
  const cell = writeCell([box])
  expect(readCell(field, cell)).toEqual({ ok: true, value: [box] })
  expect([writeCell([]), readCell(field, '[]')]).toEqual(['[]', { ok: true, value: [] }])
  for (const wrong of ['cat', '{"x": 1}', '[1,']) expect(readCell(field, wrong)).toMatchObject({ ok: false })
})
