import { describe, expect, test } from 'vitest'
import type { ModelledField } from './field.ts'
import { judgeField } from './judge-field.ts'
import { emptyFieldModel } from './kinds/kinds.ts'
import { namingFor } from './naming.fixture.ts'
import { pushField } from './push-field.ts'

const naming = namingFor()
const yesNo = { type: 'radio', required: true, options: [{ value: 'yes' }, { value: 'no' }] } as const
const name = { type: 'input', required: true } as const
const stars = { type: 'rating', required: true, max: 5 } as const
const count = { type: 'number', required: false } as const
const legs = { type: 'checkbox', required: false, options: [{ value: 'two' }, { value: 'four' }] } as const

type Value = string | number | string[] | null
const judge = (field: ModelledField, values: Value[], model = emptyFieldModel([field])) =>
  judgeField(field, model, { workers: values.map((_, w) => w), values }, naming)

describe('one answer of a worker whom nobody knows', () => {
  test.each<[string, ModelledField, Value]>([
    ['a choice', yesNo, 'yes'],
    ['a text', name, 'cat'],
    ['a rating', stars, 4],
    ['a number', count, 3],
    ['ticks', legs, ['four']],
  ])('%s: what was said, at what any crowd is worth', (_, field, value) => {
    const { result, state } = judge(field, [value])
    expect(result.value).toEqual(value)
    // 3/4 of a crowd that is right seven times of ten, 1/4 of the votes.
    expect(result.confidence).toBeCloseTo(0.75 * 0.7 + 0.25, 2)
    expect(state).toMatchObject({ answers: 1, agreeing: 1, provenAgrees: false, tied: false })
  })
})

describe('several answers', () => {
  test('spellings of one name are one name; "other" is what nobody said', () => {
    const { result } = judge(name, ['Cat', ' cat ', 'black cat', 'dog'])
    expect(result).toMatchObject({ value: 'cat', votes: [{ count: 2 }, { count: 1 }, { count: 1 }] })
    expect(result.other).toBeGreaterThan(0)
    expect(result.other).toBeLessThan(0.1)
  })

  test('synonyms count together', () => {
    const synonyms = [{ from: 'kitty', to: 'cat' }]
    const answers = { workers: [0, 1, 2], values: ['kitty', 'cat', 'dog'] }
    const { result, state } = judgeField(name, emptyFieldModel([name]), answers, namingFor({ synonyms }))
    expect(result.value).toBe('cat')
    expect(state.agreeing).toBe(2)
  })

  test('a number with its spread; a slip of the finger moves nothing', () => {
    expect(judge(count, [10, 10, 1000]).result).toMatchObject({ value: 10, spread: 0 })
    expect(judge(count, [null, null, 10]).result.value).toBeNull()
  })

  test('more agreement is more confidence, and never certainty', () => {
    const confidences = [1, 2, 3, 4].map((n) => judge(yesNo, Array(n).fill('yes')).result.confidence)
    expect(confidences).toEqual([...confidences].sort())
    expect(confidences[3]).toBeLessThan(0.99)
  })

  test('ticks are a set: as sure as all of them together', () => {
    const { result, state } = judge(legs, [['two', 'four'], ['four'], ['four']])
    expect(result.value).toEqual(['four'])
    // Both options right, each by people who are right 0.84 of the time: two against one, and three who agree.
    expect(state).toMatchObject({ posterior: expect.closeTo(0.837 * 0.993, 2), agreeing: 2, tied: false })
    expect(judge(legs, [null, null, ['two']]).result.value).toBeNull()
  })

  test('an option that the model does not know is judged all the same', () => {
    const before = emptyFieldModel([yesNo])
    const field = { ...yesNo, options: [...yesNo.options, { value: 'perhaps' }] }
    expect(judge(field, ['perhaps', 'perhaps', 'no'], before).result.value).toBe('perhaps')
    pushField(field, before, { workers: [0], values: ['perhaps'] }, naming)
  })
})

test.each<[string, ModelledField, Value, Value]>([
  ['a choice', yesNo, 'yes', 'no'],
  ['a text', name, 'cat', 'dog'],
  ['a rating', stars, 4, 1],
  ['a number', count, 30, 3],
  ['ticks', legs, ['four'], ['two']],
])('%s: a worker whom others contradict loses against one with whom they agree', (_, field, right, wrong) => {
  const model = emptyFieldModel([field])
  for (let t = 0; t < 80; t++) {
    const values = [right, right, wrong]
    for (let n = 1; n <= 3; n++)
      pushField(field, model, { workers: [0, 1, 2].slice(0, n), values: values.slice(0, n) }, naming)
  }
  const task = { workers: [2, 0], values: [wrong, right] }
  const { result, accuracy, state } = judgeField(field, model, task, naming)
  expect(result.value).toEqual(right)
  expect(accuracy[1]).toBeGreaterThan(accuracy[0]! + 0.2)
  expect(state.provenAgrees).toBe(true)
})
