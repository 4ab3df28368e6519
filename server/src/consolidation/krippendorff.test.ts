import { describe, expect, test } from 'vitest'
import { krippendorffAlpha, type Metric } from './krippendorff.ts'

/** The worked example of Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011): 4 observers, 12 units. */
const observers = ['123321412...', '1233224125.3', '.3332342251.', '12332441251.']

function units(rows: string[]): { start: number[]; values: number[] } {
  const start = [0]
  const values: number[] = []
  for (let u = 0; u < rows[0]!.length; u++) {
    for (const row of rows) if (row[u] !== '.') values.push(Number(row[u]))
    start.push(values.length)
  }
  return { start, values }
}

describe('Krippendorff alpha', () => {
  test.each<[Metric, number]>([
    ['nominal', 0.743],
    ['ordinal', 0.815],
    ['interval', 0.849],
  ])('the published example, %s: %f', (metric, alpha) => {
    const { start, values } = units(observers)
    expect(krippendorffAlpha(start, values, metric)).toBeCloseTo(alpha, 3)
  })

  test('perfect agreement is 1, opposite answers are below 0, single answers say nothing', () => {
    expect(krippendorffAlpha([0, 2, 4], [0, 0, 1, 1], 'nominal')).toBe(1)
    expect(krippendorffAlpha([0, 2, 4], [0, 1, 1, 0], 'nominal')).toBeLessThan(0)
    expect(krippendorffAlpha([0, 1, 2], [0, 1], 'nominal')).toBeNull()
    expect(krippendorffAlpha([0, 2], [3, 3], 'interval')).toBe(1)
  })
})
