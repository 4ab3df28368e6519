import type { Box } from '@whisker/api/kinds/schema/boxes.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRandom } from '../simulate-crowd.ts'
import { boxGeometry } from './boxes.ts'
import { outlinesOf, overlapOf } from './outlines.ts'
import { minOverlap, pairUp } from './pair.ts'
import { simulateBoxes } from './simulate-boxes.ts'

const overlap = (a: Box, b: Box) =>
  overlapOf(outlinesOf(boxGeometry, [a]).edges, 0, outlinesOf(boxGeometry, [b]).edges, 0)
const sumOf = (a: Box[], b: Box[], partners: ArrayLike<number>) =>
  a.reduce((sum, box, i) => sum + (partners[i]! < 0 ? 0 : overlap(box, b[partners[i]!]!)), 0)

/** The best of all ways to pair, by trying them. */
function bestSum(a: Box[], b: Box[], taken = new Set<number>(), at = 0): number {
  if (at === a.length) return 0
  let best = bestSum(a, b, taken, at + 1)
  for (const [j, other] of b.entries()) {
    const own = overlap(a[at]!, other)
    if (taken.has(j) || own < minOverlap) continue
    best = Math.max(best, own + bestSum(a, b, new Set([...taken, j]), at + 1))
  }
  return best
}

const side = fc.integer({ min: 10, max: 40 })
const box = fc.record({
  x: fc.integer({ min: 0, max: 60 }),
  y: fc.integer({ min: 0, max: 60 }),
  width: side,
  height: side,
})
const list = fc.array(box, { maxLength: 6 })

test('each has one partner at the most, which overlaps enough; the sum is at least half of the best one', () => {
  fc.assert(
    fc.property(list, list, (a, b) => {
      const partners = pairUp(boxGeometry, a, b)
      const given = [...partners].filter((partner) => partner >= 0)
      expect(new Set(given).size).toBe(given.length)
      for (const [i, partner] of partners.entries())
        if (partner >= 0) expect(overlap(a[i]!, b[partner]!)).toBeGreaterThanOrEqual(minOverlap)
      expect(sumOf(a, b, partners)).toBeGreaterThanOrEqual(bestSum(a, b) / 2 - 1e-9)
    }),
  )
})

test('two people who mark the same picture are paired as well as can be', () => {
  const { answers } = simulateBoxes({ items: 200, workers: 8, overlap: 2, seed: 3, lazy: 0, objects: 5 })
  let own = 0
  let best = 0
  for (const [a, b] of answers) {
    own += sumOf(a!.objects, b!.objects, pairUp(boxGeometry, a!.objects, b!.objects))
    best += bestSum(a!.objects, b!.objects)
  }
  expect(best).toBeGreaterThan(300)
  expect(own / best).toBeGreaterThan(0.999)
})

test('of two that lie alike the one that is called the same', () => {
  const place = { x: 0, y: 0, width: 10, height: 10 }
  const cat = { label: 'cat', ...place }
  const rivals = [
    { label: 'dog', ...place },
    { ...cat, x: 1 },
  ]
  expect([...pairUp(boxGeometry, [cat], rivals)]).toEqual([1])
  expect([...pairUp(boxGeometry, [cat], rivals, { namesMatter: false })]).toEqual([0])
})

test('it finds in a thousand what it finds in all', () => {
  const random = seededRandom(7)
  const many = Array.from({ length: 1000 }, () => ({
    x: random() * 8000,
    y: random() * 6000,
    width: 30 + random() * 90,
    height: 30 + random() * 90,
  }))
  const moved = many.map((one) => ({ ...one, x: one.x + random() * 4, y: one.y + random() * 4 }))
  const partners = pairUp(boxGeometry, many, moved)
  expect([...partners].filter((partner, i) => partner === i).length).toBeGreaterThan(995)
})
