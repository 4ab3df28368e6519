import { expect, test } from 'vitest'
import type { ModelledField } from '../field.ts'
import { judgeField } from '../judge-field.ts'
import { emptyFieldModel } from '../kinds/kinds.ts'
import { nameBy } from '../naming.ts'
import { pointGeometry } from './points.ts'
import { overlapOfOutlines, polygonGeometry } from './polygons.ts'

const naming = nameBy('letters', { language: 'en', synonyms: [], apart: [] })
const judge = (field: ModelledField, values: object[][]) =>
  judgeField(field, emptyFieldModel([field]), { workers: values.map((_, w) => w), values: values as never }, naming)
    .result

type Corners = [number, number][]
const square = (x: number, y: number, side: number): { points: Corners } => ({
  points: [
    [x, y],
    [x + side, y],
    [x + side, y + side],
    [x, y + side],
  ],
})

test('points within a radius are the same one, in the middle of where people put it', () => {
  const field: ModelledField = { type: 'points', required: true, radius: 10 }
  const { value, objects } = judge(field, [
    [{ x: 100, y: 100 }],
    [{ x: 104, y: 98 }],
    [
      { x: 102, y: 107 },
      { x: 150, y: 100 },
    ],
  ])
  expect(value).toEqual([{ x: 102, y: 100 }])
  expect(objects).toMatchObject([{ found: 3 }])
  const { overlap } = pointGeometry(10)
  expect(overlap!({ x: 0, y: 0 }, { x: 6, y: 8 })).toBeCloseTo(0.5)
  expect(overlap!({ x: 0, y: 0 }, { x: 30, y: 0 })).toBe(0)
})

test('a hundred points close to each other stay a hundred', () => {
  const field: ModelledField = { type: 'points', required: true, radius: 10 }
  const grid = (off: number) =>
    Array.from({ length: 100 }, (_, n) => ({ x: 25 * (n % 10) + off, y: 25 * Math.floor(n / 10) + off }))
  expect(judge(field, [grid(0), grid(2), grid(4)]).value).toHaveLength(100)
})

test('outlines overlap by what they share', () => {
  expect(overlapOfOutlines(square(0, 0, 10), square(0, 0, 10))).toBeCloseTo(1)
  expect(overlapOfOutlines(square(0, 0, 10), square(5, 0, 10))).toBeCloseTo(1 / 3, 2)
  expect(overlapOfOutlines(square(0, 0, 10), square(20, 0, 10))).toBe(0)
  const triangle: { points: Corners } = {
    points: [
      [0, 0],
      [10, 0],
      [0, 10],
    ],
  }
  expect(overlapOfOutlines(triangle, square(0, 0, 10))).toBeCloseTo(0.5, 1)
  // A U and what lies in its mouth share nothing, though their bounds do.
  const u: { points: Corners } = {
    points: [
      [0, 0],
      [3, 0],
      [3, 7],
      [7, 7],
      [7, 0],
      [10, 0],
      [10, 10],
      [0, 10],
    ],
  }
  expect(overlapOfOutlines(u, square(4, 1, 2))).toBe(0)
  expect(polygonGeometry.size(u)).toBeCloseTo(Math.sqrt(72))
})

test('the outline that is published is the one that is most like all others, as somebody drew it', () => {
  const field: ModelledField = { type: 'polygons', required: true }
  const { value, objects } = judge(field, [[square(0, 0, 100)], [square(4, 4, 100)], [square(30, 30, 80)]])
  expect(value).toEqual([square(4, 4, 100)])
  expect(objects![0]!.exists).toBeGreaterThan(0.9)
})
