import { expect, test } from 'vitest'
import { checkAnswer } from '../answers.ts'
import { readCell, writeCell } from '../cells.ts'
import { InputField, OutputField } from '../fields.ts'
import { subjectFaults } from '../subject-faults.ts'

const options = ['a', 'b', 'c', 'd'].map((value) => ({ value }))
const fieldOf = (draft: object) => OutputField.parse({ name: 'x', type: 'rank', options, ...draft })
const told = (value: unknown, draft = {}) => {
  const checked = checkAnswer([fieldOf(draft)], 1, [{ x: value }])
  return checked.ok ? checked.answer[0]!.x : checked.errors.map(({ pointer, code }) => `${pointer} ${code}`)
}

test.each([
  [[['a'], ['b'], ['c']], '/answer/0/x missing'],
  [[['a'], ['b'], ['c'], ['a']], '/answer/0/x/3/0 duplicate'],
  [[['a'], ['b'], ['c'], ['owl']], '/answer/0/x/3/0 unknown_option'],
  [[['a'], ['b', 'c'], ['d']], '/answer/0/x/1 tied'],
  [['a', 'b', 'c', 'd'], '/answer/0/x/0 wrong_type'],
  [[['a'], [], ['b']], '/answer/0/x/1 wrong_type'],
  [[['a'], [1]], '/answer/0/x/1/0 wrong_type'],
  [new Array(1e6).fill(['a']), '/answer/0/x too_many'],
  [[new Array(1e6).fill('a')], '/answer/0/x too_many'],
])('what is no order is refused with a pointer: %#', (value, fault) => expect(told(value)).toEqual([fault]))

test('the same order is the same value', () => {
  expect(told([['c', 'a'], ['b'], ['d']], { ties: true })).toEqual([['a', 'c'], ['b'], ['d']])
  expect(told([['c'], ['a'], ['b'], ['d']], { top: 1 })).toEqual([['c'], ['a', 'b', 'd']])
  expect(told([['c']], { top: 1 })).toEqual([['c'], ['a', 'b', 'd']])
})

test('a form says what is put in order, once', () => {
  const paths = (draft: object) =>
    OutputField.safeParse({ name: 'x', type: 'rank', ...draft }).error?.issues.map(({ path }) => path.join('/'))
  expect(paths({})).toEqual(['options'])
  expect(paths({ options, of: ['p', 'q'] })).toEqual(['of'])
  expect(paths({ of: ['p', 'p'] })).toEqual(['of/1'])
  expect(paths({ options, top: 5 })).toEqual(['top'])
})

test('each item has what is put in order', () => {
  const input_spec = ['p', 'q'].map((name) => InputField.parse({ name, type: 'image', required: name === 'p' }))
  const output_spec = [OutputField.parse({ name: 'x', type: 'rank', of: ['p', 'q', 'r'] })]
  expect(subjectFaults({ input_spec, output_spec }).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
    '/output_spec/0/of/1 optional_input',
    '/output_spec/0/of/2 unknown_input',
  ])
})

test('a cell is read as people write it, whatever the names', () => {
  expect(writeCell([['a'], ['b', 'c']])).toBe('a>b=c')
  const odd = [['x>y'], ['=', '\\']]
  expect(readCell(fieldOf({}), writeCell(odd))).toEqual({ ok: true, value: odd })
})
