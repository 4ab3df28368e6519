import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cornerTaken, madeInMiddle, nudged, removed } from './commands.ts'
import { obey } from './obey.ts'
import { crosses, isInside } from './outline.ts'
import { type Place, points } from './points.ts'
import { type Outline, polygons } from './polygons.ts'
import { type Board, begun, type Sketch, withSelection } from './sketch.ts'
import { type Aim, dragged, pressed, released } from './stroke.ts'

const limits = { picture: { width: 1000, height: 800 }, minSize: 0 }
const board: Board<Outline> = {
  kind: polygons,
  limits,
  maxCount: 9,
  maySayNothing: true,
  labels: ['leaf'],
  emptied: null,
  doubts: new Map(),
}
const aim = (x: number, y: number): Aim => ({ at: { x, y }, reach: 8, slop: 4, add: false })
const click = <S extends Outline | Place>(on: Board<S>, sketch: Sketch<S>, x: number, y: number) =>
  released(on, pressed(on, sketch, aim(x, y)), aim(x, y))
const clicks = (places: [number, number][]) =>
  places.reduce((sketch, [x, y]) => click(board, sketch, x, y), begun<Outline>(board, null))

const square: Outline = {
  label: 'leaf',
  points: [
    [100, 100],
    [300, 100],
    [300, 300],
    [100, 300],
  ],
}
const selected = withSelection(begun(board, [square]), [0])

describe('an outline', () => {
  test('is clicked corner by corner, and closed on the first one or by Enter', () => {
    const open = clicks([
      [100, 100],
      [300, 100],
      [300, 300],
    ])
    expect(open.shapes).toBeNull()
    const closed = click(board, click(board, open, 100, 300), 103, 97)
    expect(closed.shapes).toEqual([square])
    const about = { board, sketch: open, plane: null as never, pointer: null, before: () => [] }
    expect(obey({ do: 'finish' }, about)?.shapes?.[0]?.points).toHaveLength(3)
  })

  test('that would cross itself is not taken, and no click is lost for it', () => {
    const open = clicks([
      [100, 100],
      [300, 300],
      [300, 100],
      [100, 300],
    ])
    const refused = click(board, open, 100, 100)
    expect(refused).toMatchObject({ shapes: null, notice: 'crossing', stroke: { do: 'draw' } })
    const about = { board, sketch: refused, plane: null as never, pointer: null, before: () => [] }
    expect(obey({ do: 'undo' }, about)?.stroke).toMatchObject({ points: [{ x: 100 }, { x: 300 }, { x: 300 }] })
  })

  test('a corner is moved, put in, taken away; never so that it crosses itself', () => {
    const tool = { ...selected, tool: 'select' as const }
    const pull = (from: [number, number], to: [number, number]) =>
      released(board, dragged(board, pressed(board, tool, aim(...from)), aim(...to)), aim(...to)).shapes?.[0]?.points
    expect(pull([300, 300], [350.005, 360])).toEqual([
      [100, 100],
      [300, 100],
      [350.01, 360],
      [100, 300],
    ])
    expect(pull([200, 100], [200, 50])).toEqual([
      [100, 100],
      [200, 50],
      [300, 100],
      [300, 300],
      [100, 300],
    ])
    // Over the opposite side it does not go.
    expect(pull([300, 300], [50, 200])).toEqual(square.points)
    const taken = cornerTaken(board, selected, { x: 290, y: 310 })
    expect(removed(board, taken).shapes?.[0]?.points).toEqual([
      [100, 100],
      [300, 100],
      [100, 300],
    ])
    expect(nudged(board, taken, { x: 10, y: 0 }).stroke).toMatchObject({ shape: { points: { 2: [310, 300] } } })
  })

  test('moves as far as the picture goes, and keeps its form', () => {
    expect(nudged(board, selected, { x: -500, y: 10 }).shapes?.[0]?.points).toEqual([
      [0, 110],
      [200, 110],
      [200, 310],
      [0, 310],
    ])
  })
})

test('of any corners in a circle none crosses; of two that change places some do', () => {
  const angles = fc.uniqueArray(fc.integer({ min: 0, max: 359 }), { minLength: 4, maxLength: 40 })
  fc.assert(
    fc.property(angles, (given) => {
      const at = (angle: number) => ({
        x: 500 + 400 * Math.cos((angle * Math.PI) / 180),
        y: 500 + 400 * Math.sin((angle * Math.PI) / 180),
      })
      const sorted = given.toSorted((a, b) => a - b).map(at)
      expect(crosses(sorted)).toBe(false)
      const [a, b, ...rest] = sorted
      expect(crosses([b!, a!, ...rest])).toBe(true)
      const middle = { x: (sorted[0]!.x + sorted[2]!.x) / 2, y: (sorted[0]!.y + sorted[2]!.y) / 2 }
      expect(isInside(sorted, middle)).toBe(true)
      expect(isInside(sorted, { x: 950, y: 950 })).toBe(false)
    }),
  )
})

test('a corner that was tapped is what is deleted; of a middle, and after a movement, it is the outline', () => {
  const made = polygons.made(
    [
      { x: 10, y: 10 },
      { x: 90, y: 10 },
      { x: 90, y: 90 },
      { x: 10, y: 90 },
    ],
    'leaf',
    limits,
  )!
  const first: Sketch<Outline> = { ...begun(board, [made]), tool: 'select', selected: [0] }
  const tap = (sketch: Sketch<Outline>, x: number, y: number) =>
    released(board, pressed(board, sketch, aim(x, y)), aim(x, y))
  const tapped = tap(first, 90, 90)
  expect(tapped).toMatchObject({ tapped: 2, stroke: null, shapes: [made], past: [] })
  const less = removed(board, tapped)
  expect(less.shapes![0]!.points).toEqual([
    [10, 10],
    [90, 10],
    [10, 90],
  ])
  expect(removed(board, less).shapes).toBeNull()
  expect(removed(board, tap(first, 50, 10)).shapes).toBeNull()
  const moved = released(board, dragged(board, pressed(board, first, aim(90, 90)), aim(95, 95)), aim(95, 95))
  expect(moved.tapped).toBeNull()
})

test('a place is where the pointer lifts off; it is moved, and made in the middle', () => {
  const counted: Board<Place> = { ...board, kind: points, emptied: null, doubts: new Map() }
  const pressedAt = pressed(counted, begun<Place>(counted, null), aim(100, 100))
  const one = released(counted, dragged(counted, pressedAt, aim(140.006, 90)), aim(140.006, 90))
  expect(one.shapes).toEqual([{ label: 'leaf', x: 140.01, y: 90 }])
  expect(click(counted, one, 20, 30).shapes).toHaveLength(2)
  expect(nudged(counted, one, { x: -200, y: 1 }).shapes).toEqual([{ label: 'leaf', x: 0, y: 91 }])
  const plane = {
    view: { zoom: 1, x: 0, y: 0, turn: 0, brightness: 1 },
    scene: { frame: limits.picture, picture: limits.picture },
    original: limits.picture,
  }
  expect(madeInMiddle(counted, one, plane).shapes?.[1]).toEqual({ label: 'leaf', x: 500, y: 400 })
})
