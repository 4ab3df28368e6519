import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitted, rotated, type View, zoomAt } from '../pictures/view.ts'
import { directionInPicture, type Plane, scaleOf, seenPart, toPicture, toScreen } from './plane.ts'

// A photo of 20 megapixels, of which a copy of 2048 pixels is shown.
const scene = { frame: { width: 900, height: 700 }, picture: { width: 2048, height: 1365 } }
const original = { width: 5472, height: 3648 }
const plane = (view: View): Plane => ({ view, scene, original })

const view = fc
  .record({
    turns: fc.integer({ min: 0, max: 9 }),
    zoom: fc.double({ min: 1, max: 8, noNaN: true }),
    x: fc.double({ min: -400, max: 400, noNaN: true }),
    y: fc.double({ min: -300, max: 300, noNaN: true }),
  })
  .map(({ turns, zoom, ...at }) => {
    let now = fitted
    for (let n = 0; n < turns; n++) now = rotated(now)
    return zoomAt(now, scene, at, zoom)
  })

test('there and back again, at every zoom and turn', () => {
  const place = fc.record({
    x: fc.double({ min: 0, max: 5472, noNaN: true }),
    y: fc.double({ min: 0, max: 3648, noNaN: true }),
  })
  fc.assert(
    fc.property(view, place, (now, at) => {
      const back = toPicture(plane(now), toScreen(plane(now), at))
      expect(Math.abs(back.x - at.x) + Math.abs(back.y - at.y)).toBeLessThan(1e-6)
    }),
  )
})

test('corners of the picture are where its style puts them', () => {
  const whole = plane(fitted)
  expect(scaleOf(whole)).toBeCloseTo(900 / 5472, 4)
  expect(toScreen(whole, { x: 0, y: 0 }).x).toBeCloseTo(-450)
  // A quarter to the right: the top left corner is at the top right.
  const turned = toScreen(plane(rotated(fitted)), { x: 0, y: 0 })
  expect(turned.x).toBeGreaterThan(0)
  expect(turned.y).toBeLessThan(0)
})

test('an arrow means what one sees, also when the picture was turned', () => {
  expect(directionInPicture(plane(fitted), { x: 1, y: 0 })).toEqual({ x: 1, y: 0 })
  // Turned to the right, the right of the screen is the top of the picture.
  expect(directionInPicture(plane(rotated(fitted)), { x: 1, y: 0 })).toEqual({ x: 0, y: -1 })
  expect(directionInPicture(plane({ ...fitted, turn: 180 }), { x: 0, y: 10 })).toEqual({ x: 0, y: -10 })
})

test('what is seen ends with the picture', () => {
  const { from, to } = seenPart(plane(fitted))
  expect([from.x, from.y, to.x, to.y]).toEqual([0, 0, 5472, 3648])
  const near = seenPart(plane(zoomAt(fitted, scene, { x: 0, y: 0 }, 4)))
  expect(near.to.x - near.from.x).toBeCloseTo(5472 / 4)
})
