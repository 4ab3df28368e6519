import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Figure } from './figure.ts'
import { judge } from './goals.ts'
import { performancePage } from './markdown.ts'
import { plotGrowth } from './plot.ts'
import { files, readPerformance } from './store.ts'
import { lineOf } from './words.ts'

test('docs/performance.md and its plot are what the generator makes of the stored figures', () => {
  const all = readPerformance()
  expect(readFileSync(files.page, 'utf8')).toBe(performancePage(all))
  expect(readFileSync(files.plot, 'utf8')).toBe(plotGrowth(all.run!.growth))
})

test('the stored figures name no host and no path', () => {
  expect(readFileSync(files.figures, 'utf8')).not.toMatch(
    /\/(home|tmp|root|work|usr|var)\/|localhost|\d+\.\d+\.\d+\.\d+/,
  )
})

const figure: Figure = {
  id: 'cycles-32',
  what: '32 workers',
  value: 900,
  unit: '/s',
  times: { p50: 30, p99: 120.4, max: 200 },
  processor: { service: 1, database: 0.5, client: 0.07 },
  limit: { what: 'PostgreSQL itself', value: 3000 },
}

describe('a goal', () => {
  const bounds = { value: { of: 'value', floor: 1100, aim: 2000 }, share: { of: 'share', floor: 20, aim: 40 } } as const

  test.each([
    ['by its figure', [bounds.value], 'missed'],
    ['by its share of the machine, which is enough', [bounds.value, bounds.share], 'floor'],
    ['at most: p99', [{ of: 'p99', floor: 170, aim: 130 }], 'aim'],
    ['at most: processor', [{ of: 'processor', floor: 1.4, aim: 1 }], 'missed'],
  ] as const)('%s', (_, either, verdict) => {
    expect(judge({ figure: 'cycles-32', either: [...either] }, [figure])?.verdict).toBe(verdict)
  })

  test.each([
    ['x', 'aim'],
    ['times', 'missed'],
  ])('of a value in %s', (unit, verdict) => {
    const grown: Figure = { id: 'a', what: '', value: 1.02, unit }
    expect(judge({ figure: 'a', either: [{ of: 'value', floor: 1.2, aim: 1.05 }] }, [grown])?.verdict).toBe(verdict)
  })

  test('of what was not measured is not judged', () => {
    const blind = { ...figure, processor: null }
    expect(judge({ figure: 'cycles-32', either: [{ of: 'processor', floor: 1, aim: 1 }] }, [blind])).toBe(null)
    expect(judge({ figure: 'other', either: [bounds.value] }, [figure])).toBe(null)
  })
})

test('a figure stands on the console with its limit, share and processor', () => {
  expect(lineOf(figure)).toMatch(
    /^32 workers +900\/s +p50\/p99\/max 30 \/ 120 \/ 200 ms, processor 1 \+ 0\.500 \+ 0\.070 ms \(client 4 %\), 30 % of 3,000/,
  )
  expect(lineOf({ ...figure, processor: null })).toContain('processor not measured')
})
