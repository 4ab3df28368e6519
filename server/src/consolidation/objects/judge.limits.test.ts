import type { Box } from '@whisker/api/kinds/schema/boxes.ts'
import { describe, expect, test } from 'vitest'
import type { ModelledField } from '../field.ts'
import { judgeField } from '../judge-field.ts'
import { emptyFieldModel } from '../kinds/kinds.ts'
import { nameBy } from '../naming.ts'
import { pushField } from '../push-field.ts'
import { seededRandom } from '../simulate-crowd.ts'
import { attributes, poses } from './simulate-attributes.ts'

const naming = nameBy('letters', { language: 'en', synonyms: [], apart: [] })
const field = { type: 'boxes' as const, required: true }

function judgedMs(values: Box[][], one: ModelledField = field): number {
  const times = Array.from({ length: 6 }, () => {
    const before = performance.now()
    judgeField(one, emptyFieldModel([one]), { workers: values.map((_, w) => w), values }, naming)
    return performance.now() - before
  })
  return Math.min(...times)
}

const tenOf = (boxOf: (i: number, n: number) => Box) =>
  Array.from({ length: 10 }, (_, n) => Array.from({ length: 1000 }, (_, i) => boxOf(i, n)))

test('ten answers of a thousand boxes are judged in a moment', () => {
  const rows = tenOf((i, n) => ({ x: (i % 40) * 100 + n, y: Math.floor(i / 40) * 100 + n, width: 60, height: 60 }))
  expect(judgedMs(rows)).toBeLessThan(100)
})

test('also where they were made to be slow: upon each other, in stripes, anywhere', () => {
  const random = seededRandom(5)
  const upon = tenOf((i, n) => ({ x: i / 1000 + n / 100, y: 0, width: 500, height: 500 }))
  const stripes = tenOf((i, n) => ({ x: 0, y: 2 * (1000 * n + i), width: 4000, height: 1.5 }))
  const anywhere = tenOf(() => ({
    x: random() * 4000,
    y: random() * 3000,
    width: 20 + random() * 900,
    height: 20 + random() * 900,
  }))
  for (const values of [upon, stripes, anywhere]) expect(judgedMs(values)).toBeLessThan(400)
})

describe('something is said of each of five hundred boxes', () => {
  const said: ModelledField = { ...field, attributes }
  const five = tenOf((i, n) => ({
    ...{ x: (i % 40) * 100 + n, y: Math.floor(i / 40) * 100 + n, width: 60, height: 60 },
    attributes: { pose: poses[(i + (n % 3)) % poses.length]!, ...(i % 5 === 0 && { hurt: ['yes'] }) },
  })).map((answer) => answer.slice(0, 500))

  test('ten answers are judged in a moment', () => {
    expect(judgedMs(five, said)).toBeLessThan(150)
  })

  test('and the last of them is learned in one', () => {
    const model = emptyFieldModel([said])
    const times = [1, 2, 3].map(() => {
      const before = performance.now()
      pushField(said, model, { workers: five.map((_, w) => w), values: five }, naming)
      return performance.now() - before
    })
    expect(Math.min(...times)).toBeLessThan(250)
  })
})
