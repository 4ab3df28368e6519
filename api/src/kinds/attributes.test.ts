import { describe, expect, test } from 'vitest'
import { checkAnswer } from '../answers.ts'
import { readCell, writeCell } from '../cells.ts'
import { FieldValue, OutputField, OutputSpecDraft } from '../fields.ts'
import { fitAnswer, takesSameAnswers } from '../form-change.ts'
import { kindOf } from './kinds.ts'
import { placeChecks } from './place-checks.ts'

const pose = { name: 'pose', type: 'radio', options: [{ value: 'standing' }, { value: 'lying' }] }
const hurt = { name: 'hurt', type: 'checkbox', required: false, options: [{ value: 'yes' }] }
const tag = { name: 'tag', type: 'input', required: false, pattern: '[A-Z]+' }
const form = { name: 'animals', type: 'boxes', options: [{ value: 'cat' }], attributes: [pose, hurt, tag] }
const field = OutputField.parse(form)
const box = { label: 'cat', x: 1, y: 2, width: 30, height: 40 }
const said = (attributes: unknown) => ({ ...box, attributes })
const good = said({ pose: 'standing' })
const checked = (value: unknown, of = field) =>
  checkAnswer([of], 1, [{ [of.name]: value }], {
    matches: (p, v) => new RegExp(`^(${p})$`).test(v),
    places: placeChecks,
  })

test('they are taken as their fields mean them, and left out where nothing is said', () => {
  expect(checked([said({ tag: ' AB ', hurt: [], pose: ' standing ' })])).toEqual({
    ok: true,
    answer: [{ animals: [said({ pose: 'standing', tag: 'AB' })] }],
  })
  const optional = OutputField.parse({ ...form, attributes: [hurt, tag] })
  for (const nothing of [undefined, null, {}, { hurt: [] }, { tag: ' ' }])
    expect(checked([said(nothing)], optional)).toEqual({ ok: true, answer: [{ animals: [box] }] })
})

test('points and outlines have them, too', () => {
  const points = [
    [0, 0],
    [9, 0],
    [0, 9],
  ]
  for (const [type, place] of [
    ['points', { x: 1, y: 2 }],
    ['polygons', { points }],
  ] as const) {
    const value = [{ label: 'cat', ...place, attributes: { pose: 'lying' } }]
    expect(checked(value, OutputField.parse({ ...form, type }))).toEqual({ ok: true, answer: [{ animals: value }] })
    expect(FieldValue.parse(value)).toEqual(value)
  }
})

test.each<[string, unknown, string]>([
  ['missing with the rest', [good, box], 'required /1/attributes/pose'],
  ['missing of some', [good, good, said({ hurt: ['yes'] })], 'required /2/attributes/pose'],
  ['no option', [said({ pose: 'flying' })], 'unknown_option /0/attributes/pose'],
  ['a text', [said('standing')], 'wrong_type /0/attributes'],
  ['a list', [said([])], 'wrong_type /0/attributes'],
  ['one that the form does not have', [said({ pose: 'lying', colour: 'red' })], 'unknown_field /0/attributes'],
  ['a prototype', [said(JSON.parse('{"pose":"lying","__proto__":{"tag":"A"}}'))], 'unknown_field /0/attributes'],
  ['deep', [said({ pose: { pose: 'lying' } })], 'unknown_option /0/attributes/pose'],
  ['a number for a text', [said({ pose: 'lying', tag: 1 })], 'wrong_type /0/attributes/tag'],
  ['against the pattern', [said({ pose: 'lying', tag: 'a' })], 'pattern /0/attributes/tag'],
  ['long', [said({ pose: 'lying', tag: 'A'.repeat(201) })], 'too_long /0/attributes/tag'],
  ['a page of text for a choice', [said({ pose: 'A'.repeat(1e6) })], 'too_long /0/attributes/pose'],
])('what no form takes is refused where it is: %s', (_, value, expected) => {
  const result = checked(value)
  const told = result.ok
    ? []
    : result.errors.map(({ code, pointer }) => `${code} ${pointer.slice('/answer/0/animals'.length)}`)
  expect(told).toEqual([expected])
})

test('a form without them takes none', () => {
  expect(checked([good], OutputField.parse({ ...form, attributes: undefined }))).toMatchObject({
    errors: [{ pointer: '/answer/0/animals/0', code: 'unknown_field' }],
  })
})

test('a cell of a table is read as what was written, and an example is an answer', () => {
  const value = [said({ pose: 'lying', hurt: ['yes'], tag: 'A"B' }), said({ pose: 'standing' })] as never
  expect(readCell(field, writeCell(value))).toEqual({ ok: true, value })
  const one = OutputField.parse({ ...form, attributes: [pose, hurt] })
  expect(checked(kindOf(one).example(one), one)).toMatchObject({ ok: true })
})

test.each([
  [{ attributes: [] }, ['attributes']],
  [{ attributes: Array.from({ length: 11 }, (_, n) => ({ ...tag, name: `a${n}` })) }, ['attributes']],
  [{ attributes: [pose, pose] }, ['attributes', 1, 'name']],
  [{ attributes: [{ ...form, name: 'deep' }] }, ['attributes', 0, 'type']],
  [{ attributes: [{ ...tag, joining: 'exact' }] }, ['attributes', 0, 'joining']],
  [{ attributes: [{ ...tag, max_length: 201 }] }, ['attributes', 0, 'max_length']],
  [
    { attributes: [{ ...pose, options: Array.from({ length: 101 }, (_, n) => ({ value: `${n}` })) }] },
    ['attributes', 0, 'options'],
  ],
  [
    { attributes: [{ ...pose, options: [{ value: 'Cat' }, { value: 'cat' }] }] },
    ['attributes', 0, 'options', 1, 'value'],
  ],
  [{ type: 'spans', attributes: [pose] }, []],
])('a form that cannot be is refused where it is wrong: %#', (more, path) => {
  const { error } = OutputSpecDraft.safeParse([{ ...form, ...more }])
  expect(error?.issues.map((issue) => issue.path)).toContainEqual([0, ...path])
})

describe('a form that changes', () => {
  const withOthers = (...attributes: object[]) => OutputField.parse({ ...form, attributes })

  test('one that is called otherwise takes the same answers; one that asks for others does not', () => {
    expect(takesSameAnswers([field], [withOthers({ ...pose, label: 'Pose' }, hurt, tag)])).toBe(true)
    expect(takesSameAnswers([field], [withOthers(pose, hurt)])).toBe(false)
    expect(takesSameAnswers([field], [OutputField.parse({ ...form, attributes: undefined })])).toBe(false)
  })

  test('an answer stays where what was added may be left out, and where one was taken away', () => {
    const answer = [{ animals: [said({ pose: 'lying', tag: 'A' })] }]
    const fit = (to: OutputField) => fitAnswer([to], 1, answer)
    expect(fit(withOthers(pose, tag, { ...hurt, name: 'new' }))).toEqual({ ok: true, answer })
    expect(fit(withOthers(pose))).toEqual({ ok: true, answer: [{ animals: [said({ pose: 'lying' })] }] })
    expect(fit(OutputField.parse({ ...form, attributes: undefined }))).toEqual({
      ok: true,
      answer: [{ animals: [box] }],
    })
    expect(fit(withOthers(pose, tag, { ...pose, name: 'new' }))).toMatchObject({
      errors: [{ pointer: '/answer/0/animals/0/attributes/new', code: 'required' }],
    })
  })
})
