import type { Box } from '@whisker/api/kinds/schema/boxes.ts'
import type { CDPSession, Page } from 'playwright-core'
import sharp from 'sharp'
import { expect } from 'vitest'
import { openSite, type Site } from '../site.ts'

export type { Box }

/** A photo larger than the copy that workers are shown. */
export const original = { width: 3000, height: 2000 }
export const classes = ['cat', 'dog', 'bird']

/** Grey, and each another one. */
export function photo(shade: number): Promise<Buffer> {
  return sharp({ create: { ...original, channels: 3, background: { r: shade, g: 150, b: 120 } } })
    .jpeg()
    .toBuffer()
}

export async function sendPicture(site: Site, bytes: Buffer): Promise<string> {
  const body = new Uint8Array(bytes)
  return (await site.owner.createAsset({ body, headers: { 'content-type': 'image/jpeg' } })).value
}

/** A project of its own whose pictures are drawn on. */
export async function makeDrawing(site: Site, pictures: string[], options = classes): Promise<number> {
  const { id } = await site.owner.createProject({
    body: {
      title: 'Find the animals',
      input_spec: [{ name: 'photo', type: 'image' }],
      output_spec: [
        {
          type: 'boxes',
          name: 'animals',
          label: 'Every animal',
          options: options.map((value) => ({ value })),
          min_size: 4,
        },
      ],
    },
  })
  for (const [n, picture] of pictures.entries())
    await site.owner.createTask({ body: { project_id: id, name: `${n}`, task_spec: [{ photo: picture }] } })
  return id
}

/** A site with two grey photos, and a worker in front of the first. */
export async function openDrawing() {
  const site = await openSite()
  const pictures = await Promise.all([90, 110].map(async (shade) => sendPicture(site, await photo(shade))))
  const project = await makeDrawing(site, pictures)
  return { site, pictures, project, page: await site.workersPage(project, { reducedMotion: 'reduce' }) }
}

/** Waits until one can draw. */
export async function ready(page: Page): Promise<void> {
  await page.locator('.frame img').waitFor()
  await page.locator('.canvas').waitFor({ state: 'attached' })
}

/**
 * What stands in the form, as the device keeps it: each stroke is there at once.
 *
 * @param instead is put there, for who loads the page anew.
 */
export function drawn(page: Page, instead: Box[] | null = null): Promise<Box[] | undefined> {
  return page.evaluate(async (instead) => {
    const [{ name }] = (await indexedDB.databases()) as [{ name: string }]
    const ask = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    const database = await ask(indexedDB.open(name))
    const store = () => database.transaction('drafts', 'readwrite').objectStore('drafts')
    const [draft] = await ask(store().getAll())
    if (draft && instead) {
      draft.items[0].animals = instead
      await ask(store().put(draft))
    }
    database.close()
    return draft?.items[0].animals
  }, instead)
}

/** As it is drawn: a key that was pressed may still be on its way into the page. */
export function boxOf(page: Page, selector: string) {
  return page.locator(selector).evaluate(async (element) => {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
    const { x, y, width, height } = element.getBoundingClientRect()
    return { x, y, width, height }
  })
}

/** The same when it is at rest: a picture that has just been zoomed or centred may be on its way for a frame more. */
async function boxAtRest(page: Page, selector: string) {
  let box = await boxOf(page, selector)
  for (let n = 0; n < 50; n++) {
    const next = await boxOf(page, selector)
    const { x, y, width, height } = box
    if (next.x === x && next.y === y && next.width === width && next.height === height) return box
    box = next
  }
  throw new Error('The picture does not come to rest.')
}

/** Where a place of the photo is on the screen; the picture is not turned. */
export async function placeOf(page: Page, [x, y]: readonly [number, number], size = original) {
  const box = await boxAtRest(page, '.frame img')
  return { x: box.x + (x / size.width) * box.width, y: box.y + (y / size.height) * box.height }
}

export async function drag(page: Page, from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  const [a, b] = [await placeOf(page, from), await placeOf(page, to)]
  await page.mouse.move(a.x, a.y)
  await page.mouse.down()
  await page.mouse.move(b.x, b.y, { steps: 3 })
  await page.mouse.up()
}

export async function click(page: Page, at: readonly [number, number]): Promise<void> {
  const { x, y } = await placeOf(page, at)
  await page.mouse.click(x, y)
}

/** An empty picture, not zoomed, with the tool that draws. */
export async function fresh(page: Page): Promise<void> {
  await ready(page)
  for (let n = 0; n < 2; n++) await page.keyboard.press('Escape')
  await page.locator('.canvas').focus()
  for (const key of ['Control+a', 'Delete', '0', 'b', '1']) await page.keyboard.press(key)
  await expect.poll(() => drawn(page)).toBeUndefined()
}

/** What stands in the form, in whole pixels. */
export async function places(page: Page) {
  return (await drawn(page))?.map(({ x, y, width, height }) => [x, y, width, height].map(Math.round))
}

export async function labels(page: Page) {
  return (await drawn(page))?.map(({ label }) => label)
}

/** Within what one pixel of the screen is in the photo. */
export function areDrawn(page: Page, boxes: number[][]): Promise<void> {
  const state = async () => {
    const now = await places(page)
    if (now?.length !== boxes.length) return now
    const off = now.flatMap((box, n) => box.map((value, at) => Math.abs(value - boxes[n]![at]!)))
    return Math.max(...off) <= 4 ? 'as drawn' : now
  }
  return expect.poll(state).toBe('as drawn')
}

/** How many points of the screen are painted on, of both canvases. */
export function painted(page: Page): Promise<number> {
  return page.evaluate(async () => {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
    let count = 0
    for (const canvas of document.querySelectorAll<HTMLCanvasElement>('.canvas > canvas:not(.loupe)')) {
      if (canvas.width === 0 || canvas.height === 0) continue
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
      for (let at = 3; at < data.length; at += 4) if (data[at] !== 0) count++
    }
    return count
  })
}

type Finger = { x: number; y: number }

/** Fingers on the glass: each step is where all of them are. `during` happens before they lift off. */
export async function touch(session: CDPSession, steps: Finger[][], during = async () => {}): Promise<void> {
  for (const [n, touchPoints] of steps.entries())
    await session.send('Input.dispatchTouchEvent', {
      type: n === 0 ? 'touchStart' : 'touchMove',
      touchPoints: touchPoints.map((finger, id) => ({ ...finger, id })),
    })
  await during()
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
}
