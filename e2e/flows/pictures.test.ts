import type { CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sendPictures } from '../pages/filled.ts'
import { openSite, type Site } from '../site.ts'

/** What a worker does to a picture to see it better: by keys and mouse on a desk, by fingers on a phone. */
let site: Site
let one: number
let several: number
beforeAll(async () => {
  site = await openSite()
  const make = async () =>
    (
      await site.owner.createProject({
        body: {
          title: 'What animal is this?',
          input_spec: [{ name: 'image_with_animal', type: 'image' }],
          output_spec: [
            { type: 'radio', name: 'animal', label: 'Which?', options: ['cat', 'dog'].map((value) => ({ value })) },
          ],
        },
      })
    ).id
  one = await make()
  const pictures = await sendPictures(site.owner, one, `${site.folder}/pictures`)
  several = await make()
  const task_spec = pictures.slice(0, 6).map((image_with_animal) => ({ image_with_animal }))
  await site.owner.createTask({ body: { project_id: several, task_spec } })
}, 120_000)
afterAll(() => site?.stop())

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }

/** How the first picture is looked at, as its style says. */
async function view(page: Page) {
  const { transform, filter } = await page
    .locator('.frame img')
    .first()
    .evaluate((img: HTMLElement) => img.style)
  const [x, y, turn, scale] = [...transform.matchAll(/(-?[\d.e-]+)(px|deg|\))/g)].slice(-4).map(([, n]) => Number(n))
  const brightness = /brightness\((.*)\)/.exec(filter)?.[1] ?? '1'
  const round = (n: number | undefined) => Math.round((n ?? 0) * 100) / 100 + 0
  return { x: round(x), y: round(y), turn, scale: scale as number, brightness: Number(brightness) }
}

/** Where on the screen a picture is; a movement that has begun is waited for. */
async function box(page: Page) {
  const image = page.locator('.frame img').first()
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'))
  return (await image.boundingBox()) as { x: number; y: number; width: number; height: number }
}

async function frame(page: Page) {
  return (await page.locator('.frame').first().boundingBox()) as Awaited<ReturnType<typeof box>>
}

test('on a desk: brighter, turned, closer at the pointer, and whole again', async () => {
  const page = await site.workersPage(one)
  await page.locator('.frame img').waitFor()
  const whole = await view(page)

  for (const key of [']', ']', '[']) await page.keyboard.press(key)
  expect((await view(page)).brightness).toBe(1.15)
  expect(await page.getByRole('slider').inputValue()).toBe('1.15')

  await page.keyboard.press('r')
  expect((await view(page)).turn).toBe(90)
  const [turned, around] = [await box(page), await frame(page)]
  expect(turned.height).toBeGreaterThan(turned.width)
  expect(turned.height).toBeLessThanOrEqual(around.height + 1)
  expect((await view(page)).brightness).toBe(1.15)

  await page.keyboard.press('0')
  expect(await view(page)).toEqual({ ...whole, turn: 0 })

  // What is under the pointer stays under it.
  const before = await box(page)
  const at = { x: before.x + before.width * 0.3, y: before.y + before.height * 0.6 }
  await page.mouse.move(at.x, at.y)
  await page.mouse.wheel(0, -400)
  await expect.poll(async () => (await view(page)).scale).toBeGreaterThan(whole.scale * 1.3)
  const after = await box(page)
  expect((at.x - after.x) / after.width).toBeCloseTo(0.3, 2)
  expect((at.y - after.y) / after.height).toBeCloseTo(0.6, 2)

  // The next picture is whole; dark pictures come in series, so the light stays.
  await page.keyboard.press(']')
  await page.keyboard.press('1')
  await expect.poll(async () => (await view(page)).scale).toBe(whole.scale)
  expect((await view(page)).brightness).toBe(1.15)
  expect(site.faults).toEqual([])
})

type Finger = { x: number; y: number }

/** Fingers on the glass: each step is where all of them are. */
async function touch(session: CDPSession, steps: Finger[][]): Promise<void> {
  for (const [n, touchPoints] of steps.entries())
    await session.send('Input.dispatchTouchEvent', {
      type: n === 0 ? 'touchStart' : 'touchMove',
      touchPoints: touchPoints.map((finger, id) => ({ ...finger, id })),
    })
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
}

/** Two fingers around a point, from one distance to another. */
function pinch({ x, y }: Finger, from: number, to: number): Finger[][] {
  return Array.from({ length: 11 }, (_, n) => {
    const half = (from + ((to - from) * n) / 10) / 2
    return [
      { x: x - half, y },
      { x: x + half, y },
    ]
  })
}

const drag = (from: Finger, dx: number, dy: number): Finger[][] =>
  Array.from({ length: 11 }, (_, n) => [{ x: from.x + (dx * n) / 10, y: from.y + (dy * n) / 10 }])

/** The page itself is neither zoomed nor moved. */
const pageState = (page: Page) =>
  page.evaluate(() => [window.visualViewport?.scale, scrollX, scrollY, document.documentElement.scrollWidth])

test('on a phone: two fingers zoom the picture and not the page, one moves it, two taps make it whole', async () => {
  const page = await site.workersPage(one, phone)
  await page.locator('.frame img').waitFor()
  const session = await page.context().newCDPSession(page)
  const whole = await view(page)
  const { x, y, width, height } = await frame(page)
  const middle = { x: x + width / 2, y: y + height / 2 }

  await touch(session, pinch(middle, 60, 240))
  const near = await view(page)
  expect(near.scale).toBeCloseTo(whole.scale * 4, 1)
  expect(await pageState(page)).toEqual([1, 0, 0, 390])

  await touch(session, drag(middle, -80, 0))
  expect((await view(page)).x).toBeCloseTo(near.x - 80, 0)

  // Fingers that come together lift off close to each other and at once: that is no double tap.
  await touch(session, pinch(middle, 240, 16))
  expect((await view(page)).scale).toBe(whole.scale)

  // Nor are two drags that end at the same place.
  await touch(session, pinch(middle, 60, 120))
  const half = await view(page)
  for (let n = 0; n < 2; n++) await touch(session, drag({ x: middle.x - 40, y: middle.y }, 40, 0))
  expect((await view(page)).scale).toBe(half.scale)

  const tap: Finger[][] = [[middle]]
  await page.waitForTimeout(400)
  await touch(session, tap)
  await touch(session, tap)
  await expect.poll(async () => (await view(page)).scale).toBe(whole.scale)
  await page.waitForTimeout(400)
  await touch(session, tap)
  await touch(session, tap)
  await expect.poll(async () => (await view(page)).scale).toBeCloseTo(whole.scale * 2.5, 2)

  await page.getByRole('button', { name: 'Rotate' }).tap()
  expect((await view(page)).turn).toBe(90)
  const [turned, around] = [await box(page), await frame(page)]
  expect(turned.width).toBeLessThanOrEqual(around.width + 1)
  expect(await pageState(page)).toEqual([1, 0, 0, 390])
  expect(site.faults).toEqual([])
})

test('on a phone, several pictures: a finger scrolls, two zoom the one under them, a button makes it large', async () => {
  const page = await site.workersPage(several, phone)
  await page.locator('.frame img').nth(1).waitFor()
  const session = await page.context().newCDPSession(page)
  const whole = await view(page)
  const scrolled = () => page.locator('.grid').evaluate((grid) => grid.scrollTop)
  const { x, y, width, height } = await frame(page)
  const middle = { x: x + width / 2, y: y + height / 2 }

  await touch(session, pinch(middle, 60, 180))
  expect((await view(page)).scale).toBeCloseTo(whole.scale * 3, 1)
  expect(await scrolled()).toBe(0)
  expect(await pageState(page)).toEqual([1, 0, 0, 390])
  await page.waitForTimeout(400)
  await touch(session, pinch(middle, 180, 20))
  expect((await view(page)).scale).toBe(whole.scale)

  await touch(session, drag(middle, 0, -120))
  await expect.poll(scrolled).toBeGreaterThan(60)
  expect(await view(page)).toEqual(whole)

  await page.locator('.grid').evaluate((grid) => grid.scrollTo(0, 0))
  await page.getByRole('button', { name: 'Enlarge' }).first().tap()
  await expect.poll(() => frame(page)).toMatchObject({ x: 0, y: 0, width: 390, height: 844 })
  await page.getByRole('button', { name: 'Close' }).first().tap()
  await expect.poll(async () => (await frame(page)).width).toBe(width)
})
