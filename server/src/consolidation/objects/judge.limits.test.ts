import type { Box } from '@whisker/api/kinds/schema/boxes.ts'
import { expect, test } from 'vitest'
import { judgeField } from '../judge-field.ts'
import { emptyFieldModel } from '../kinds/kinds.ts'
import { nameBy } from '../naming.ts'
import { seededRandom } from '../simulate-crowd.ts'

const naming = nameBy('letters', { language: 'en', synonyms: [], apart: [] })
const field = { type: 'boxes' as const, required: true }

function judgedMs(values: Box[][]): number {
  const times = Array.from({ length: 6 }, () => {
    const before = performance.now()
    judgeField(field, emptyFieldModel([field]), { workers: values.map((_, w) => w), values }, naming)
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
