import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Box, boxes, edgesOf } from './boxes.ts'

const limits = { picture: { width: 4000.5, height: 3000 }, minSize: 1 }
const cents = (max: number) => fc.integer({ min: 0, max: max * 100 }).map((n) => n / 100)
const box: fc.Arbitrary<Box> = fc
  .record({ x: cents(3000), y: cents(2000), width: cents(900), height: cents(900) })
  .map(({ width, height, ...rest }) => ({ label: 'cat', ...rest, width: width + 1, height: height + 1 }))
  .map((one) => ({ ...one, width: Math.round(one.width * 100) / 100, height: Math.round(one.height * 100) / 100 }))
const anywhere = fc.record({
  x: fc.double({ min: -900, max: 5000, noNaN: true }),
  y: fc.double({ min: -900, max: 4000, noNaN: true }),
})

const edgeHandles = { top: 1, right: 3, bottom: 5, left: 7 } as const

describe('an edge that is pulled', () => {
  test('leaves the other three where they are, to the last bit, however often it is done', () => {
    fc.assert(
      fc.property(
        box,
        fc.constantFrom('top', 'right', 'bottom', 'left'),
        fc.array(anywhere, { minLength: 1 }),
        (own, edge, places) => {
          const before = edgesOf(own)
          const after = places.reduce<Box>((now, to) => boxes.pulled(now, edgeHandles[edge], to, limits)!, own)
          const { [edge]: _pulled, ...others } = edgesOf(after)
          const { [edge]: _before, ...othersBefore } = before
          expect(others).toStrictEqual(othersBefore)
          // What is sent of the other axis is the very number.
          const across = edge === 'left' || edge === 'right'
          expect(across ? [after.y, after.height] : [after.x, after.width]).toStrictEqual(
            across ? [own.y, own.height] : [own.x, own.width],
          )
          if (edge === 'right') expect(after.x).toBe(own.x)
          if (edge === 'bottom') expect(after.y).toBe(own.y)
        },
      ),
    )
  })

  test('stops at the picture and before the edge on the other side', () => {
    const own = { x: 10, y: 10, width: 20, height: 20 }
    expect(boxes.pulled(own, 3, { x: 9999, y: 0 }, limits)).toEqual({ ...own, width: 3990.5 })
    expect(boxes.pulled(own, 3, { x: 0, y: 0 }, limits)).toEqual({ ...own, width: 1 })
    expect(boxes.pulled(own, 7, { x: 50, y: 0 }, { ...limits, minSize: 5 })).toEqual({ ...own, x: 25, width: 5 })
    expect(boxes.pulled(own, 1, { x: 0, y: -7 }, limits)).toEqual({ ...own, y: 0, height: 30 })
  })

  test('a number with more decimals than are sent is left alone too', () => {
    const own = { x: 10.123456, y: 0.1 + 0.2, width: 20, height: 20.98765 }
    expect(boxes.pulled(own, 3, { x: 40, y: 0 }, limits)).toMatchObject({ x: own.x, y: own.y, height: own.height })
  })
})

test('a corner moves its two edges, and what is moved keeps its size', () => {
  const own = { label: 'cat', x: 100, y: 100, width: 50, height: 40 }
  expect(boxes.pulled(own, 4, { x: 200.004, y: 300.006 }, limits)).toEqual({ ...own, width: 100, height: 200.01 })
  expect(boxes.moved(own, -500, 0.5, limits)).toEqual({ ...own, x: 0, y: 100.5 })
  fc.assert(
    fc.property(box, anywhere, (one, { x, y }) => {
      const moved = boxes.moved(one, x - 1000, y - 1000, limits)
      expect([moved.width, moved.height]).toStrictEqual([one.width, one.height])
      const { left, top, right, bottom } = edgesOf(moved)
      expect(left >= 0 && top >= 0 && right <= 4000.5 && bottom <= 3000).toBe(true)
    }),
  )
})

test('made from two corners in any order, or of four outermost points; inside of the picture, two decimals', () => {
  const corners = [
    { x: 300.456, y: 20 },
    { x: -40, y: 50.001 },
  ]
  expect(boxes.made(corners, 'dog', limits)).toEqual({ label: 'dog', x: 0, y: 20, width: 300.46, height: 30 })
  const extremes = [
    { x: 50, y: 5 },
    { x: 90, y: 40 },
    { x: 45, y: 70 },
    { x: 10, y: 30 },
  ]
  expect(boxes.made(extremes, undefined, limits)).toEqual({ x: 10, y: 5, width: 80, height: 65 })
  expect(boxes.made(corners.slice(0, 1), 'dog', limits)).toBeNull()
  expect(boxes.made([corners[0]!, { x: 300, y: 20 }], 'dog', limits)).toBeNull()
})

test('of a small box the nearest handle is meant; an edge can be taken anywhere', () => {
  const own = { x: 100, y: 100, width: 200, height: 100 }
  expect(boxes.handleAt(own, { x: 101, y: 99 }, 8)).toBe(0)
  expect(boxes.handleAt(own, { x: 240, y: 203 }, 8)).toBe(5)
  expect(boxes.handleAt(own, { x: 298, y: 130 }, 8)).toBe(3)
  expect(boxes.handleAt(own, { x: 200, y: 140 }, 8)).toBeNull()
  expect(boxes.handleAt({ ...own, width: 4, height: 4 }, { x: 105, y: 105 }, 22)).toBe(4)
})
