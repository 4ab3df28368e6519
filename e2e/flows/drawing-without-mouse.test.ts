import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Site } from '../site.ts'
import {
  type Box,
  boxOf,
  drag,
  drawn,
  fresh,
  labels,
  makeDrawing,
  openDrawing,
  original,
  placeOf,
  places,
  ready,
  touch,
} from './drawing.fixture.ts'

/** Boxes over a picture without a mouse: by keys alone, by fingers, and on photos that were taken sideways. */
let site: Site
let pictures: string[]
let project: number
let page: Page
beforeAll(async () => {
  ;({ site, pictures, project, page } = await openDrawing())
}, 120_000)
afterAll(() => site?.stop())

describe('by keys alone', () => {
  beforeEach(() => fresh(page))

  test('a box is made, moved, sized, named and deleted', async () => {
    await page.keyboard.press('n')
    await expect.poll(() => places(page)).toHaveLength(1)
    const [made] = (await drawn(page)) as [Box]
    for (const key of ['ArrowRight', 'Shift+ArrowDown', 'Control+ArrowRight', 'Control+Shift+ArrowDown', '3'])
      await page.keyboard.press(key)
    const sized = {
      label: 'bird',
      ...{ x: made.x + 1, y: made.y + 10, width: made.width + 1, height: made.height + 10 },
    }
    await expect.poll(async () => (await drawn(page))?.[0]).toEqual(sized)
    // Its top left corner: the third that the key takes.
    for (const key of ['c', 'c', 'c', 'ArrowLeft', 'Shift+ArrowUp', 'Enter']) await page.keyboard.press(key)
    const pulled = { ...sized, x: sized.x - 1, y: sized.y - 10, width: sized.width + 1, height: sized.height + 10 }
    await expect.poll(async () => (await drawn(page))?.[0]).toEqual(pulled)
    await page.keyboard.press('Delete')
    await expect.poll(() => drawn(page)).toBeUndefined()
  })

  test('Tab goes to the next box and brings it to the middle, and out again after the last', async () => {
    await drag(page, [100, 100], [400, 300])
    await drag(page, [1400, 900], [1600, 1100])
    await drag(page, [2500, 1600], [2800, 1900])
    await page.keyboard.press('Escape')
    for (let n = 0; n < 4; n++) await page.keyboard.press('+')
    const frame = (await page.locator('.frame').boundingBox())!
    const middle = async () => {
      const box = await boxOf(page, '.frame img')
      const x = ((frame.x + frame.width / 2 - box.x) / box.width) * original.width
      const y = ((frame.y + frame.height / 2 - box.y) / box.height) * original.height
      return [x, y].map((value) => Math.round(value / 100))
    }
    for (const _ of [1, 2]) await page.keyboard.press('Tab')
    await expect.poll(middle).toEqual([15, 10])
    await page.keyboard.press('Tab')
    await expect.poll(async () => (await middle())[0]).toBeGreaterThan(20)
    const isThere = () => page.locator('.canvas').evaluate((canvas) => canvas === document.activeElement)
    expect(await isThere()).toBe(true)
    const said = page.locator('.canvas [role=status]').first()
    await expect.poll(() => said.textContent()).toMatch(/^Box 3, cat, x 2[45]\d\d/)
    await page.keyboard.press('Tab')
    await expect.poll(isThere).toBe(false)
  })

  test('what one draws stays when Enter sends, and comes to the next picture with one key', async () => {
    await drag(page, [100, 100], [400, 300])
    await page.keyboard.press('2')
    const before = await page.locator('.frame img').getAttribute('src')
    await expect.poll(() => labels(page)).toEqual(['dog'])
    const sent = await drawn(page)
    await page.keyboard.press('Enter')
    await expect.poll(() => page.locator('.frame img').getAttribute('src')).not.toBe(before)
    await page.waitForTimeout(100)
    await page.keyboard.press('p')
    await expect.poll(() => drawn(page)).toEqual(sent)
    await page.keyboard.press('Enter')
    const answers = async () => {
      const { data } = await site.owner.listProjectAnswers({ params: { project_id: project }, query: {} })
      return data.map(({ values }) => values[0]?.animals)
    }
    await expect.poll(answers).toEqual([sent, sent])
    expect(site.faults).toEqual([])
  })
})

describe('by finger', () => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }

  test('a loupe over the finger; two fingers come closer and draw nothing; handles are reached from 22 px', async () => {
    const page = await site.workersPage(await makeDrawing(site, pictures), phone)
    await ready(page)
    const session = await page.context().newCDPSession(page)
    const line = async (from: readonly [number, number], to: readonly [number, number]) => {
      const [a, b] = [await placeOf(page, from), await placeOf(page, to)]
      return Array.from({ length: 6 }, (_, n) => [{ x: a.x + ((b.x - a.x) * n) / 5, y: a.y + ((b.y - a.y) * n) / 5 }])
    }
    const loupe = page.locator('.loupe')
    await touch(session, await line([600, 600], [1800, 1400]), async () => {
      await loupe.waitFor()
      const [seen, finger] = [(await loupe.boundingBox())!, await placeOf(page, [1800, 1400])]
      expect(seen.y + seen.height).toBeLessThan(finger.y - 10)
      expect(Math.abs(seen.x + seen.width / 2 - finger.x)).toBeLessThan(70)
    })
    await loupe.waitFor({ state: 'hidden' })
    await expect.poll(() => drawn(page)).toHaveLength(1)
    const [before] = (await drawn(page)) as [Box]

    const width = async () => (await boxOf(page, '.frame img')).width
    const whole = await width()
    const { x, y } = await placeOf(page, [1500, 1000])
    const pinch = Array.from({ length: 8 }, (_, n) => [
      { x: x - 30 - n * 5, y },
      { x: x + 30 + n * 5, y },
    ])
    await touch(session, pinch)
    expect(await width()).toBeGreaterThan(whole * 1.8)
    expect(await drawn(page)).toHaveLength(1)
    await touch(session, pinch.toReversed())

    await page.getByRole('button', { name: 'Select', exact: true }).tap()
    const corner = await placeOf(page, [before.x + before.width, before.y + before.height])
    // Beside the corner by 15 px each way.
    const from = { x: corner.x + 15, y: corner.y + 15 }
    await touch(
      session,
      Array.from({ length: 6 }, (_, n) => [{ x: from.x + n * 4, y: from.y + n * 2 }]),
    )
    await expect.poll(async () => (await drawn(page))?.[0]?.width).toBeGreaterThan(before.width + 50)
    const [after] = (await drawn(page)) as [Box]
    expect([after.x, after.y]).toStrictEqual([before.x, before.y])

    await page.getByRole('button', { name: 'dog' }).tap()
    await expect.poll(async () => (await drawn(page))?.[0]?.label).toBe('dog')
    await page.getByRole('button', { name: 'Delete what is selected' }).tap()
    await expect.poll(() => drawn(page)).toBeUndefined()
    await page.getByRole('button', { name: 'Undo', exact: true }).tap()
    await expect.poll(() => drawn(page)).toHaveLength(1)
    expect(await page.evaluate(() => [window.visualViewport?.scale, scrollX, scrollY])).toEqual([1, 0, 0])
    expect(site.faults).toEqual([])
  })
})
