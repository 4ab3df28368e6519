import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitScale, fitted, lit, opened, panBy, rotated, type Scene, transformOf, type View, zoomAt } from './view.ts'

const scene: Scene = { frame: { width: 800, height: 600 }, picture: { width: 1600, height: 800 } }

test('fits, turned or not, and blows nothing up too far', () => {
  expect(fitScale(scene, 0)).toBe(0.5)
  expect(fitScale(scene, 90)).toBe(0.375)
  expect(fitScale({ ...scene, picture: { width: 20, height: 20 } }, 0)).toBe(3)
})

test('what is under the pointer stays under the pointer', () => {
  const view = zoomAt(fitted, scene, { x: 100, y: -40 }, 3)
  // A point of the picture lies at x + p * scale; before, it was at 100 with scale 0.5.
  expect(view.x + (100 / 0.5) * 0.5 * view.zoom).toBeCloseTo(100)
  expect(view.y + (-40 / 0.5) * 0.5 * view.zoom).toBeCloseTo(-40)
})

test('zooming back out ends where it began', () => {
  const view = zoomAt(zoomAt(fitted, scene, { x: 300, y: 200 }, 5), scene, { x: -300, y: 10 }, 0.01)
  expect(view).toEqual(fitted)
})

test('however it is dragged, no edge comes inside the frame', () => {
  const far = fc.double({ min: -5000, max: 5000, noNaN: true })
  const step = fc.record({ dx: far, dy: far, factor: fc.double({ min: 0.2, max: 5, noNaN: true }) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      let view: View = fitted
      for (const { dx, dy, factor } of steps)
        view = panBy(zoomAt(view, scene, { x: dx / 20, y: dy / 20 }, factor), scene, dx, dy)
      const width = scene.picture.width * 0.5 * view.zoom
      expect(Math.abs(view.x)).toBeLessThanOrEqual(Math.max(0, (width - scene.frame.width) / 2) + 1e-6)
      expect(view.zoom).toBeGreaterThanOrEqual(1)
      expect(view.zoom).toBeLessThanOrEqual(16)
    }),
  )
})

test('turns to the right only, shows all of it, and keeps the brightness', () => {
  let view = lit(zoomAt(fitted, scene, { x: 0, y: 0 }, 2), 0.25)
  for (let i = 0; i < 4; i++) view = rotated(view)
  expect(view).toEqual({ ...fitted, turn: 360, brightness: 1.25 })
  expect(transformOf(view, scene)).toBe('translate(-50%, -50%) translate(0px, 0px) rotate(360deg) scale(0.5)')
})

test('the brightness has limits and no dust from adding up', () => {
  let view: View = fitted
  for (let i = 0; i < 30; i++) view = lit(view, -0.1)
  expect(view.brightness).toBe(0.25)
  for (let i = 0; i < 3; i++) view = lit(view, 0.1)
  expect(view.brightness).toBe(0.55)
})

test('B10 a long picture begins as wide as the frame, at its top; a panorama as high, at its left', () => {
  const page: Scene = { frame: { width: 800, height: 600 }, picture: { width: 1080, height: 15_000 } }
  const view = opened(page)
  expect(fitScale(page, 0) * view.zoom * 1080).toBeCloseTo(800)
  expect(view.y).toBeCloseTo((15_000 * (800 / 1080) - 600) / 2)
  const wide: Scene = { ...page, picture: { width: 9000, height: 500 } }
  expect(fitScale(wide, 0) * opened(wide).zoom).toBeCloseTo(1)
  expect(opened(wide).x).toBeCloseTo((9000 - 800) / 2)
  expect(opened(scene)).toEqual(fitted)
})

test('B10 an icon is enlarged by whole pixels, and made smaller only where it must be', () => {
  const shown = (side: number, frame = { width: 170, height: 600 }) =>
    fitScale({ frame, picture: { width: side, height: side } }, 0)
  expect([shown(64), shown(16), shown(128), shown(100, { width: 50, height: 50 })]).toEqual([2, 3, 1, 0.5])
  expect(shown(129)).toBeCloseTo(170 / 129)
})
