import type { ResultRow } from '@whisker/api/results.ts'
import { expect, test } from 'vitest'
import { splitOf } from './splits.ts'

const rowOf = (name: string, metadata = {}) => ({ name, metadata }) as unknown as ResultRow
const split = 'train:80,validation:10,test:10'
const numbers = Array.from({ length: 2000 }, (_, n) => n)

test('shares come out, another seed is another split, no split is one part', () => {
  const parts = (seed: string) => numbers.map((n) => splitOf(rowOf(`${n}`), `${n}`, { split, seed }))
  const trained = parts('a').filter((part) => part === 'train').length
  expect(trained).toBeGreaterThan(1500)
  expect(trained).toBeLessThan(1700)
  expect(parts('a')).toEqual(parts('a'))
  expect(parts('a')).not.toEqual(parts('b'))
  expect(splitOf(rowOf('a'), 'a', {})).toBe('')
})

test.each([
  ['folder', (n: number) => rowOf(`camera ${n % 50}/${n}.jpg`)],
  ['metadata:site', (n: number) => rowOf(`${n}`, { site: `${n % 50}` })],
])('what belongs together by %s stays together', (group, row) => {
  const parts = new Map<number, Set<string>>()
  for (const n of numbers)
    parts.set(n % 50, (parts.get(n % 50) ?? new Set()).add(splitOf(row(n), `${n}`, { split, group })))
  expect([...parts.values()].every((of) => of.size === 1)).toBe(true)
  expect(new Set([...parts.values()].flatMap((of) => [...of])).size).toBe(3)
})

test('equal pictures stay together', () => {
  for (const n of numbers) {
    const of = (name: string) => splitOf(rowOf(name), `${n}`, { split })
    expect(of('one')).toBe(of('another'))
  }
})
