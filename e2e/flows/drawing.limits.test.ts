import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { percentile } from '../bench/times.ts'
import { openSite } from '../site.ts'
import { drag, drawn, makeDrawing, painted, placeOf, ready, sendPicture } from './drawing.fixture.ts'

const size = { width: 5472, height: 3648 }

/** A photo of 20 megapixels, with noise. */
function photo(): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 6 } as const
  return sharp({ create: { ...size, channels: 3, background: '#888', noise } })
    .jpeg({ quality: 50 })
    .toBuffer()
}

const boxes = Array.from({ length: 500 }, (_, n) => ({
  label: ['cat', 'dog', 'bird'][n % 3],
  x: 60 + (n % 25) * 210,
  y: 60 + Math.floor(n / 25) * 175,
  width: 110 + (n % 7) * 9,
  height: 80 + (n % 5) * 12,
}))

/** As if they had been drawn before the page was loaded. */
async function withDraft(page: Page): Promise<void> {
  await drag(page, [100, 100], [400, 300])
  await expect.poll(() => drawn(page)).toHaveLength(1)
  await drawn(page, boxes)
  await page.reload()
  await ready(page)
  await expect.poll(() => painted(page)).toBeGreaterThan(20_000)
}

/** How long each frame took while one is dragged around, ms. */
async function dragAround(page: Page): Promise<number[]> {
  const from = await placeOf(page, [boxes[262]!.x + 30, boxes[262]!.y + 20], size)
  await page.mouse.move(from.x, from.y)
  await page.mouse.click(from.x, from.y)
  await page.mouse.down()
  await page.evaluate(() => {
    const frames: number[] = []
    let last = performance.now()
    const count = (now: number) => {
      frames.push(now - last)
      last = now
      if (!document.documentElement.dataset.done) requestAnimationFrame(count)
    }
    requestAnimationFrame(count)
    Object.assign(window, { frames })
  })
  for (let n = 0; n < 150; n++) {
    await page.mouse.move(from.x + Math.sin(n / 15) * 200, from.y + Math.cos(n / 15) * 150)
    await page.waitForTimeout(8)
  }
  await page.mouse.up()
  return page.evaluate(() => {
    document.documentElement.dataset.done = 'yes'
    return (window as unknown as { frames: number[] }).frames.slice(2)
  })
}

test('one of 500 boxes on a picture of 20 megapixels is dragged at 60 frames a second', {
  timeout: 90_000,
}, async () => {
  const site = await openSite()
  try {
    const project = await makeDrawing(site, [await sendPicture(site, await photo())])
    const page = await site.workersPage(project, { reducedMotion: 'reduce' })
    await ready(page)
    await withDraft(page)
    await page.keyboard.press('v')
    const frames = await dragAround(page)
    const after = await drawn(page)
    expect(after).toHaveLength(500)
    // The others are the very boxes that they were.
    expect(after?.filter((_, n) => n !== 262)).toEqual(boxes.filter((_, n) => n !== 262))
    expect(after?.[262]).not.toEqual(boxes[262])
    expect(percentile(frames, 0.5)).toBeLessThan(17.5)
    expect(percentile(frames, 0.9)).toBeLessThan(34)
  } finally {
    await site.stop()
  }
})
