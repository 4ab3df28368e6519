import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Site } from '../site.ts'
import {
  areDrawn,
  type Box,
  boxOf,
  click,
  drag,
  drawn,
  fresh,
  labels,
  openDrawing,
  painted,
  placeOf,
  places,
  ready,
} from './drawing.fixture.ts'

/** Boxes over a picture by mouse. What knows no browser is tried in web/worker/canvas. */
let site: Site
let page: Page
beforeAll(async () => {
  ;({ site, page } = await openDrawing())
}, 120_000)
afterAll(() => site?.stop())

describe('by mouse', () => {
  beforeEach(() => fresh(page))

  test('a press with the drawing tool always draws, also inside of another box', async () => {
    await drag(page, [300, 300], [2400, 1700])
    await drag(page, [600, 600], [900, 800])
    await drag(page, [300, 300], [700, 500])
    await areDrawn(page, [
      [300, 300, 2100, 1400],
      [600, 600, 300, 200],
      [300, 300, 400, 200],
    ])
  })

  test('another key selects, and clicking again goes down the stack, smallest first', async () => {
    await drag(page, [300, 300], [2400, 1700])
    await drag(page, [600, 600], [1500, 1200])
    await drag(page, [800, 800], [1000, 900])
    for (const key of ['Escape', 'v']) await page.keyboard.press(key)
    for (const label of ['2', '3', '1']) {
      await click(page, [900, 850])
      await page.keyboard.press(label)
    }
    await expect.poll(() => labels(page)).toEqual(['cat', 'bird', 'dog'])
    await click(page, [900, 850])
    await page.keyboard.press('3')
    await expect.poll(() => labels(page)).toEqual(['cat', 'bird', 'bird'])
    expect(await places(page)).toHaveLength(3)
  })

  test('V that is held selects for as long', async () => {
    await drag(page, [300, 300], [900, 900])
    await drag(page, [1300, 300], [1900, 900])
    await page.keyboard.down('v')
    await click(page, [500, 500])
    await page.keyboard.up('v')
    await page.keyboard.press('Delete')
    await areDrawn(page, [[1300, 300, 600, 600]])
    await drag(page, [400, 400], [600, 600])
    await areDrawn(page, [
      [1300, 300, 600, 600],
      [400, 400, 200, 200],
    ])
  })

  test('drag, two clicks, or four outermost points', async () => {
    await drag(page, [2000, 1500], [1500, 1000])
    await click(page, [100, 200])
    await click(page, [400, 600])
    await page.keyboard.press('e')
    for (const at of [
      [700, 200],
      [900, 350],
      [650, 500],
      [500, 300],
    ] as const)
      await click(page, at)
    await areDrawn(page, [
      [1500, 1000, 500, 500],
      [100, 200, 300, 400],
      [500, 200, 400, 300],
    ])
  })

  test('the class by key before, during and after; the last one sticks, and nothing pops up', async () => {
    await page.keyboard.press('2')
    await drag(page, [100, 100], [400, 400])
    const [from, to] = [await placeOf(page, [500, 100]), await placeOf(page, [800, 400])]
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move(to.x, to.y)
    await page.keyboard.press('3')
    await page.mouse.up()
    await drag(page, [900, 100], [1200, 400])
    await page.keyboard.press('1')
    await drag(page, [1300, 100], [1600, 400])
    await expect.poll(() => labels(page)).toEqual(['dog', 'bird', 'cat', 'cat'])
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  test('a crosshair over the whole picture', async () => {
    const { x, y } = await placeOf(page, [1234, 777])
    await page.mouse.move(x, y)
    const lines = () =>
      page.locator('.cross').evaluate((cross) => {
        const frame = cross.parentElement!.getBoundingClientRect()
        return ['::before', '::after'].map((line) => {
          const { width, height, transform } = getComputedStyle(cross, line)
          const { e, f } = new DOMMatrix(transform)
          const [wide, high] = [Number.parseFloat(width), Number.parseFloat(height)]
          const at = { x: frame.left + frame.width / 2 + e, y: frame.top + frame.height / 2 + f }
          return { spans: wide >= frame.width * 2 || high >= frame.height * 2, at }
        })
      })
    await expect.poll(async () => Math.round(Math.abs((await lines())[0]!.at.y - y))).toBe(0)
    await expect.poll(async () => Math.round(Math.abs((await lines())[1]!.at.x - x))).toBe(0)
    expect((await lines()).map(({ spans }) => spans)).toEqual([true, true])
  })

  test('a key takes a corner, which then follows the pointer', async () => {
    await drag(page, [1000, 1000], [1500, 1500])
    const near = await placeOf(page, [1010, 1010])
    await page.mouse.move(near.x, near.y)
    await page.keyboard.press('c')
    const to = await placeOf(page, [800, 900])
    await page.mouse.move(to.x, to.y, { steps: 3 })
    await page.mouse.click(to.x, to.y)
    await areDrawn(page, [[800, 900, 700, 600]])
  })

  test('one edge that is pulled at 8 times zoom leaves the other three as they are, to the last bit', async () => {
    await drag(page, [1420.37, 940.11], [1560.73, 1050.59])
    await expect.poll(() => drawn(page)).toHaveLength(1)
    const [before] = (await drawn(page)) as [Box]
    for (let n = 0; n < 6; n++) await page.keyboard.press('+')
    const zoom = Number.parseInt((await page.locator('.zoom-level').textContent()) ?? '', 10)
    expect(zoom).toBeGreaterThanOrEqual(800)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Tab')
    await expect.poll(() => page.locator('.canvas [role=status]').first().textContent()).toMatch(/^Box 1/)
    await page.keyboard.press('v')
    await page.locator('.frame[data-tool=select]').waitFor()
    const cents = (value: number) => Math.round(value * 100)
    const ends = ({ x, y, width, height }: Box) => [cents(x) + cents(width), cents(y) + cents(height)]
    const middle = { x: before.x + before.width / 2, y: before.y + before.height / 2 }
    const pulls = [
      { edge: 'right', from: [before.x + before.width, middle.y], by: [3.3, 2] },
      { edge: 'left', from: [before.x, middle.y], by: [-2.7, 1] },
      { edge: 'bottom', from: [middle.x, before.y + before.height], by: [2, 4.1] },
      { edge: 'top', from: [middle.x, before.y], by: [1, -3.9] },
    ] as const
    let last = before
    for (const { edge, from, by } of pulls) {
      await drag(page, [from[0], from[1]], [from[0] + by[0], from[1] + by[1]])
      await expect.poll(async () => JSON.stringify((await drawn(page))?.[0])).not.toBe(JSON.stringify(last))
      const now = (await drawn(page))![0]!
      const across = edge === 'left' || edge === 'right'
      // The numbers of the other axis are the very same, and so is the end that was not pulled.
      expect(across ? [now.y, now.height] : [now.x, now.width]).toStrictEqual(
        across ? [last.y, last.height] : [last.x, last.width],
      )
      if (edge === 'right') expect(Object.is(now.x, last.x)).toBe(true)
      if (edge === 'bottom') expect(Object.is(now.y, last.y)).toBe(true)
      if (edge === 'left') expect(ends(now)[0]).toBe(ends(last)[0])
      if (edge === 'top') expect(ends(now)[1]).toBe(ends(last)[1])
      last = now
    }
  })

  test('the wheel comes closer, and Space moves the picture instead of drawing', async () => {
    const image = () => boxOf(page, '.frame img')
    const before = await image()
    const at = await placeOf(page, [1500, 1000])
    await page.mouse.move(at.x, at.y)
    for (let n = 0; n < 3; n++) await page.mouse.wheel(0, -300)
    await expect.poll(async () => (await image()).width).toBeGreaterThan(before.width * 2)
    const near = await image()
    await page.keyboard.down('Space')
    await page.mouse.down()
    await page.mouse.move(at.x - 60, at.y - 40, { steps: 3 })
    await page.mouse.up()
    await page.keyboard.up('Space')
    expect((await image()).x).toBeCloseTo(near.x - 60, 0)
    expect(await drawn(page)).toBeUndefined()
    await drag(page, [1500, 1000], [1600, 1100])
    await areDrawn(page, [[1500, 1000, 100, 100]])
  })

  test('boxes or names are hidden for as long as a key is held, and names cover no box', async () => {
    await drag(page, [300, 300], [2400, 1700])
    await drag(page, [600, 600], [900, 800])
    const whole = await painted(page)
    await page.keyboard.down('l')
    const withoutNames = await painted(page)
    await page.keyboard.up('l')
    await page.keyboard.down('h')
    const without = await painted(page)
    await page.keyboard.up('h')
    expect(without).toBe(0)
    expect(withoutNames).toBeGreaterThan(0)
    // Two names of about 40 x 18.
    expect(whole - withoutNames).toBeGreaterThan(600)
    expect(await painted(page)).toBe(whole)
  })

  test('the class of several is changed at once', async () => {
    for (const x of [200, 700, 1200]) await drag(page, [x, 500], [x + 300, 800])
    await page.keyboard.press('v')
    await drag(page, [100, 400], [1100, 900])
    await page.keyboard.press('2')
    await expect.poll(() => labels(page)).toEqual(['dog', 'dog', 'cat'])
    await page.keyboard.press('z')
    await expect.poll(() => labels(page)).toEqual(['cat', 'cat', 'cat'])
  })

  test('undo has no end, and each stroke survives a reload', async () => {
    for (let n = 0; n < 6; n++) await drag(page, [200 + 300 * n, 500], [400 + 300 * n, 800])
    await expect.poll(() => places(page)).toHaveLength(6)
    for (let n = 0; n < 5; n++) await page.keyboard.press('Control+z')
    await expect.poll(() => places(page)).toHaveLength(1)
    for (let n = 0; n < 5; n++) await page.keyboard.press('Control+Shift+z')
    await expect.poll(() => places(page)).toHaveLength(6)
    const before = await drawn(page)
    const dots = await painted(page)
    await page.reload()
    await ready(page)
    expect(await drawn(page)).toEqual(before)
    await page.keyboard.press('Escape')
    await expect.poll(() => painted(page)).toBeGreaterThan(dots * 0.8)
  })
})

test('kinds that few forms have are asked for again when they could not be loaded: no task is shown without them', async () => {
  let asked = 0
  await page.route(/\/assets\/later-kinds-/, (route) => (++asked <= 3 ? route.abort() : route.continue()))
  await page.reload()
  await expect.poll(() => asked, { timeout: 15_000 }).toBeGreaterThan(3)
  await page.getByRole('group', { name: 'Every animal' }).waitFor()
  expect(await page.getByRole('button', { name: 'Add a box' }).count()).toBe(1)
})
