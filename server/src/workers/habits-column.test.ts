import type { OutputField } from '@whisker/api/fields.ts'
import { expect, test } from 'vitest'
import { boxGeometry } from '../consolidation/objects/boxes.ts'
import { habitsOf } from '../consolidation/objects/habits.ts'
import { simulateBoxes } from '../consolidation/objects/simulate-boxes.ts'
import { habitsColumn } from './habits-column.ts'
import { suspicionsOf } from './suspicion.ts'

const field = { type: 'boxes', name: 'animals', label: '', help: '', required: true } as OutputField
const box = (x: number, y: number, width: number, height: number) => ({ x, y, width, height })

test('what an answer does: nothing, one around everything, something', () => {
  const [all, some] = [box(0, 0, 1000, 800), [box(100, 100, 200, 200), box(600, 500, 150, 150)]]
  expect(habitsOf(boxGeometry, [[], [all], some])).toEqual([0, 1, 2])
  // Others who mark just the same, or nothing at all, speak for it; so does one thing that fills the picture.
  expect(habitsOf(boxGeometry, [[all], [all]])).toEqual([2, 2])
  expect(habitsOf(boxGeometry, [[all], []])).toEqual([2, 0])
  expect(habitsOf(boxGeometry, [[all], [box(100, 50, 800, 700)]])).toEqual([2, 2])
  // A herd that one person marks as one, and another who misses what lies outside of it.
  expect(habitsOf(boxGeometry, [[box(0, 0, 500, 500)], some])).toEqual([2, 2])
})

test.each([1, 2, 3, 4, 5])(
  'who marks everything or nothing whatever there is stands out, and nobody else: %i',
  (seed) => {
    const crowd = simulateBoxes({ items: 300, workers: 20, overlap: 5, seed })
    const column = habitsColumn(field, { items: 300, workers: 20, answers: 1500 })!
    for (const [item, answers] of crowd.answers.entries())
      for (const { worker, objects } of answers) column.add(item, worker, objects, undefined)
    const people = crowd.isLazy.map((_, n) => String(n))
    const found = suspicionsOf({ answers: 1500, of: 1500, workers: people, fields: [column.finish(20)] }, [])
    const suspected = found.flatMap((one) => one.people.map(Number)).sort((a, b) => a - b)
    expect(suspected).toEqual(crowd.isLazy.flatMap((lazy, n) => (lazy ? [n] : [])))
    const constant = found.filter(({ kind }) => kind === 'constant')
    expect(constant.length).toBeGreaterThan(0)
    for (const { text } of constant)
      expect(text).toMatch(/answers are “(nothing there|one around everything)”, whatever/)
  },
)

test('a field that looks for no objects has no such habits', () => {
  expect(habitsColumn({ ...field, type: 'number' } as OutputField, { items: 1, workers: 1, answers: 1 })).toBeNull()
})
