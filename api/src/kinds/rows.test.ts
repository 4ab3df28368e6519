import { expect, test } from 'vitest'
import { checkAnswer } from '../answers.ts'
import { FieldValue, OutputField, OutputSpecDraft } from '../fields.ts'
import { fitAnswer, takesSameAnswers } from '../form-change.ts'
import { foldText } from '../same-text.ts'
import { kindOf } from './kinds.ts'

const species = { name: 'species', type: 'radio', options: [{ value: 'zebra' }, { value: 'lion' }] }
const number = { name: 'count', type: 'number', min: 1 }
const doing = { name: 'doing', type: 'input', required: false, pattern: '[a-z]+' }
const form = { name: 'seen', type: 'rows', key: 'species', fields: [species, number, doing] }
const field = OutputField.parse(form)
const checked = (value: unknown, of = field) =>
  checkAnswer([of], 1, [{ seen: value }], { matches: (p, v) => new RegExp(`^(${p})$`).test(v), fold: foldText })

test('rows are taken as their fields mean them, and none is an answer', () => {
  expect(checked([{ count: 2, species: ' zebra ', doing: '' }])).toEqual({
    ok: true,
    answer: [{ seen: [{ species: 'zebra', count: 2 }] }],
  })
  expect(checked([])).toEqual({ ok: true, answer: [{ seen: [] }] })
})

test.each([
  ['zebra', '', 'wrong_type'],
  [{ species: 'zebra' }, '', 'wrong_type'],
  [[null], '/0', 'wrong_type'],
  [[[]], '/0', 'wrong_type'],
  [[{ species: 'zebra', count: 1, __proto: 1 }], '/0', 'unknown_field'],
  [[{ count: 1 }], '/0/species', 'required'],
  [[{ species: 'zebra' }], '/0/count', 'required'],
  [
    [
      { species: 'zebra', count: 1 },
      { species: 'cow', count: 1 },
    ],
    '/1/species',
    'unknown_option',
  ],
  [[{ species: 'zebra', count: Number.NaN }], '/0/count', 'wrong_type'],
  [[{ species: 'zebra', count: 0 }], '/0/count', 'out_of_range'],
  [[{ species: 'zebra', count: 1, doing: 'A' }], '/0/doing', 'pattern'],
  [[{ species: 'zebra', count: 1, doing: { a: 1 } }], '/0/doing', 'wrong_type'],
  [
    [
      { species: 'zebra', count: 1 },
      { species: 'zebra', count: 2 },
    ],
    '/1/species',
    'duplicate',
  ],
  [Array.from({ length: 101 }, () => ({})), '', 'too_many'],
  [Array.from({ length: 1_000_000 }, () => null), '', 'too_many'],
])('what no form takes is refused where it is: %#', (value, at, code) => {
  expect(checked(value)).toMatchObject({ ok: false, errors: [{ pointer: `/answer/0/seen${at}`, code }] })
})

test('keys that are typed are the same whatever their case', () => {
  const typed = OutputField.parse({ ...form, fields: [{ name: 'species', type: 'input' }] })
  expect(checked([{ species: 'Zebra' }, { species: 'zebra' }], typed)).toMatchObject({
    errors: [{ code: 'duplicate' }],
  })
})

test('a row is found by its key', () => {
  expect(
    kindOf(field).names(
      [
        { species: 'zebra', count: 2 },
        { species: 'lion', count: 1 },
      ],
      field,
    ),
  ).toEqual(['zebra', 'lion'])
})

test.each([
  [{ key: 'other' }, ['key']],
  [{ key: 'count' }, ['key']],
  [{ fields: [{ ...species, required: false }] }, ['fields', 0, 'required']],
  [{ fields: [species, { ...species }] }, ['fields', 1, 'name']],
  [{ fields: [{ ...form, name: 'species' }] }, ['fields', 0, 'type']],
  [{ fields: [{ name: 'species', type: 'input', joining: 'meaning' }] }, ['fields', 0, 'joining']],
  [{ min_count: 3, max_count: 2 }, ['max_count']],
  [{ max_count: 101 }, ['max_count']],
  [{ fields: [{ ...species, options: [{ value: 'Cat' }, { value: 'cat' }] }] }, ['fields', 0, 'options', 1, 'value']],
])('a form that cannot be is refused where it is wrong: %#', (more, path) => {
  const { error } = OutputSpecDraft.safeParse([{ ...form, ...more }])
  expect(error?.issues.map((issue) => issue.path)).toContainEqual([0, ...path])
})

test('what is called otherwise takes the same answers; what is asked otherwise does not', () => {
  const other = (more: object) => OutputField.parse({ ...form, fields: [species, { ...number, ...more }, doing] })
  expect(takesSameAnswers([field], [other({ label: 'How many?' })])).toBe(true)
  expect(takesSameAnswers([field], [other({ min: 2 })])).toBe(false)
})

test('an answer stays where a field of its rows was taken away', () => {
  const older = OutputField.parse({ ...form, fields: [species, number] })
  expect(fitAnswer([older], 1, [{ seen: [{ species: 'zebra', count: 2, doing: 'graze' }] }])).toEqual({
    ok: true,
    answer: [{ seen: [{ species: 'zebra', count: 2 }] }],
  })
})

test('a row with numbers called as those of a place is read as a row, and loses nothing; places stay what they are', () => {
  const seen = { what: 'zebra', x: 1, y: 2, width: 3, height: 4 }
  const box = { label: 'zebra', x: 1, y: 2, width: 3, height: 4 }
  const outline = {
    label: 'zebra',
    points: [
      [0, 0],
      [9, 0],
      [0, 9],
    ],
  }
  for (const value of [[seen], [box], [{ x: 1, y: 2 }], [outline], ['a'], []])
    expect(FieldValue.parse(value)).toEqual(value)
  expect(FieldValue.safeParse([{ what: { deep: 1 } }]).success).toBe(false)
})
