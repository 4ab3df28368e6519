import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nameHeight, placeNames } from './names.ts'
import type { Edges } from './screen.ts'

const frame: Edges = { left: -500, top: -400, right: 500, bottom: 400 }
const edges = (left: number, top: number, width: number, height: number): Edges => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
})
const named = (shapes: readonly Edges[], width = 40) =>
  placeNames(
    shapes.map((_, index) => ({ index, text: 'cat', width })),
    shapes,
    frame,
  )

test('above; below where the frame ends; inside of another beside itself; nowhere when nothing is free', () => {
  expect(named([edges(0, 0, 100, 100)])[0]).toMatchObject({ left: 0, top: -3 - nameHeight })
  expect(named([edges(0, -400, 100, 100)])[0]).toMatchObject({ left: 0, top: -297 })
  const [, inner] = named([edges(-300, -300, 600, 600), edges(0, 0, 100, 100)])
  expect(inner).toMatchObject({ index: 1, left: 0, top: -3 - nameHeight })
  expect(named([frame])).toEqual([])
})

test('however they lie, no name covers a shape that its own is not inside of, nor another name', () => {
  const shape = fc
    .record({
      x: fc.integer({ min: -480, max: 400 }),
      y: fc.integer({ min: -380, max: 300 }),
      width: fc.integer({ min: 5, max: 300 }),
      height: fc.integer({ min: 5, max: 300 }),
    })
    .map(({ x, y, width, height }) => edges(x, y, width, height))
  const overlap = (a: Edges, b: Edges) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
  const inside = (a: Edges, b: Edges) =>
    a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom
  fc.assert(
    fc.property(fc.array(shape, { maxLength: 25 }), (shapes) => {
      const spots = named(shapes).map(({ index, left, top, width }) => ({
        index,
        ...edges(left, top, width, nameHeight),
      }))
      for (const spot of spots) {
        const own = shapes[spot.index]!
        const covered = shapes.filter((one) => overlap(spot, one) && (one === own || !inside(own, one)))
        expect(covered).toEqual([])
        expect(spots.filter((other) => other !== spot && overlap(spot, other))).toEqual([])
      }
    }),
  )
})
