import type { Page } from 'playwright-core'
import sharp, { type Sharp } from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSite, type Site } from '../site.ts'
import { boxOf, makeDrawing, ready, sendPicture } from './drawing.fixture.ts'

/** Photos that were taken sideways, upside down, in a mirror: the numbers are those of the picture as one sees it. */
let site: Site
beforeAll(async () => {
  site = await openSite()
}, 120_000)
afterAll(() => site?.stop())

const size = { width: 900, height: 600 }
const mark = { x: 610, y: 130, width: 70, height: 40 }

/** How the sensor saw what is upright with this orientation: the inverse of what a viewer does. */
const seenBySensor: Record<number, (upright: Sharp) => Sharp> = {
  1: (upright) => upright,
  2: (upright) => upright.flop(),
  3: (upright) => upright.rotate(180),
  4: (upright) => upright.flip(),
  5: (upright) => upright.rotate(90),
  6: (upright) => upright.rotate(270),
  7: (upright) => upright.rotate(90),
  8: (upright) => upright.rotate(90),
}

async function photo(orientation: number): Promise<Buffer> {
  const input = await sharp({ create: { width: mark.width, height: mark.height, channels: 3, background: '#f00' } })
    .png()
    .toBuffer()
  const upright = await sharp({ create: { ...size, channels: 3, background: '#79a' } })
    .composite([{ input, left: mark.x, top: mark.y }])
    .png()
    .toBuffer()
  const turned = await seenBySensor[orientation]!(sharp(upright)).png().toBuffer()
  // Turned and mirrored: in two steps, as the order matters.
  const mirrored = orientation === 5 ? sharp(turned).flop() : orientation === 7 ? sharp(turned).flip() : sharp(turned)
  return mirrored.withMetadata({ orientation }).jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer()
}

/** After the last one there is none. */
const shown = (page: Page) => page.evaluate(() => document.querySelector<HTMLImageElement>('.frame img')?.src)

/** Where the mark is seen on the screen. */
async function findMark(page: Page) {
  const frame = await boxOf(page, '.frame')
  const shot = await page.screenshot({ clip: frame })
  const { data, info } = await sharp(shot).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const found = { left: Infinity, top: Infinity, right: 0, bottom: 0 }
  for (let at = 0; at < data.length; at += 3) {
    if (data[at]! < 200 || data[at + 1]! > 80 || data[at + 2]! > 80) continue
    const [x, y] = [(at / 3) % info.width, Math.floor(at / 3 / info.width)]
    found.left = Math.min(found.left, x)
    found.top = Math.min(found.top, y)
    found.right = Math.max(found.right, x + 1)
    found.bottom = Math.max(found.bottom, y + 1)
  }
  return {
    from: { x: frame.x + found.left, y: frame.y + found.top },
    to: { x: frame.x + found.right, y: frame.y + found.bottom },
  }
}

test('a box that is drawn around a mark lands on the mark in the numbers of the API, in all 8 orientations, also turned', async () => {
  const orientations = [1, 2, 3, 4, 5, 6, 7, 8]
  const pictures = await Promise.all(orientations.map(async (one) => sendPicture(site, await photo(one))))
  const project = await makeDrawing(site, pictures)
  const page = await site.workersPage(project, { reducedMotion: 'reduce' })
  for (const orientation of orientations) {
    await ready(page)
    const before = await shown(page)
    // Whoever turns the picture on the screen draws on the same picture.
    for (let n = 0; n < orientation % 4; n++) await page.keyboard.press('r')
    await page.mouse.move(2, 2)
    const { from, to } = await findMark(page)
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move(to.x, to.y, { steps: 2 })
    await page.mouse.up()
    await page.keyboard.press('Enter')
    await expect.poll(() => shown(page)).not.toBe(before)
    if (orientation < 8) await page.waitForTimeout(100)
  }
  const answers = async () =>
    (await site.owner.listProjectAnswers({ params: { project_id: project }, query: {} })).data.map(
      ({ values }) => values[0]?.animals,
    )
  await expect.poll(async () => (await answers()).length).toBe(8)
  for (const boxes of await answers()) {
    const [box] = boxes as unknown as (typeof mark)[]
    for (const key of ['x', 'y', 'width', 'height'] as const)
      expect(Math.abs(box![key] - mark[key]), JSON.stringify(box)).toBeLessThanOrEqual(2)
  }
  expect(site.faults).toEqual([])
})
