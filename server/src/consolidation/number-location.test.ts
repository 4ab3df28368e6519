import { describe, expect, test } from 'vitest'
import { collectField } from './collect-field.ts'
import type { ModelledField } from './field.ts'
import { judgeField } from './judge-field.ts'
import { emptyFieldModel } from './kinds/kinds.ts'
import { namingFor } from './naming.fixture.ts'
import { agreeOnNumber, groupNumbers, learnScatter } from './number-location.ts'
import { nextStep } from './overlap.ts'
import { seededRandom } from './simulate-crowd.ts'

const naming = namingFor()
const policy = { minAnswers: 2, maxAnswers: 5, confidence: 0.95 }
const number = { type: 'number', required: true } as const

function judge(field: ModelledField, values: number[], model = emptyFieldModel([field])) {
  return judgeField(field, model, { workers: values.map((_, w) => w), values }, naming)
}

describe('A5 people whom nobody knows', () => {
  test.each([
    ['counts', [1, 2, 3]],
    ['nothing and one', [0, 1]],
    ['years', [2018, 2019]],
    ['large counts', [20, 21]],
    ['prices', [19.98, 19.99]],
    ['numbers of houses', [12_345, 12_346, 12_347]],
    ['measures', [1234.5, 1234.6]],
  ])('%s: different answers are different, and are asked on', (_, values) => {
    for (const field of [number, { ...number, step: 1, min: 0, max: 20_000 }]) {
      const { result, state } = judge(field, values)
      expect(result.confidence).toBeLessThan(0.6)
      expect(values).toContain(result.value)
      expect(nextStep(policy, state)).toBe('ask')
    }
  })

  test('the last digits of a double, and how it was typed, make no difference', () => {
    expect(judge({ ...number, step: 0.1 } as ModelledField, [0.1 + 0.2, 0.3, 0.3]).state.agreeing).toBe(3)
    expect(judge(number, [0, -0]).result).toMatchObject({ value: 0, votes: [{ count: 2 }] })
    expect(judge(number, [1e21, 1e21, 1]).result.value).toBe(1e21)
  })

  test('the requester may say how far answers may lie apart', () => {
    const { result, state } = judge({ ...number, tolerance: 2 }, [100, 101, 99])
    expect(result.value).toBe(100)
    expect(state).toMatchObject({ agreeing: 3, tied: false })
  })

  test('a median between two answers is nobody’s', () => {
    expect(judge(number, [1.5, 2.5]).result.value).toBe(1.5)
    expect(judge(number, [1, 2, 8, 9]).result.value).toBe(2)
  })

  test('stars are whole: one apart is another answer', () => {
    const stars = { type: 'rating', required: true, max: 5 } as const
    expect(judge(stars, [1, 5]).state.tied).toBe(true)
    expect(judge(stars, [4, 4, 5])).toMatchObject({ result: { value: 4 }, state: { agreeing: 2 } })
  })
})

describe('A5 a crowd that is known', () => {
  const random = seededRandom(3)
  const fitted = (say: (item: number) => number) => {
    const collector = collectField([number], { items: 80, workers: 3, answers: 240 })
    for (let item = 0; item < 80; item++)
      for (let worker = 0; worker < 3; worker++) collector.add(item, worker, say(item))
    return collector.fit(3, naming).model
  }

  test('years are mostly the same: the next one is another', () => {
    const model = fitted((item) => 1950 + (item % 70) + Number(random() < 0.2))
    expect(judge(number, [2018, 2019], model).state.tied).toBe(true)
  })

  test('lengths hardly ever are: what lies as near as it usually does is the same', () => {
    const model = fitted((item) => Math.round((200 + 25 * item) * (1 + 0.004 * (random() - 0.5)) * 10) / 10)
    expect(judge(number, [1234.5, 1235.2, 1233.9], model).state).toMatchObject({ agreeing: 3, tied: false })
    expect(judge(number, [1234.5, 1334.5], model).state.tied).toBe(true)
  })

  test('who guesses makes nothing the same beyond a twentieth of the value', () => {
    const model = fitted(() => Math.round(1000 * random()))
    expect(judge(number, [500, 530], model).state.tied).toBe(true)
  })
})

test('A5 few items do not tell how a crowd measures', () => {
  expect(learnScatter(Array.from({ length: 9 }, (_, n) => [n, n + 0.1]))).toBeNull()
  expect(learnScatter(Array.from({ length: 10 }, (_, n) => [n, n]))).toEqual({
    relative: 0,
    spread: expect.any(Number),
  })
  expect(agreeOnNumber(100, 101, {}, { relative: 0.01, spread: 500 })).toBe(true)
  expect(agreeOnNumber(100, 101, {}, { relative: 0.01, spread: 1 })).toBe(false)
})

test('A5 groups are those with the most weight first, whatever the order, and stand by their nearness to the middle', () => {
  const values = [10, 10.4, 10.2, 50, 90]
  const groups = groupNumbers(values, [1, 1, 1, 1, 1], { tolerance: 0.25 }, null)
  expect(groups.map(({ value, members }) => [value, members.length])).toEqual([
    [10.2, 3],
    [50, 1],
    [90, 1],
  ])
})
