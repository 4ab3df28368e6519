import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, watchPage } from '../browser.ts'
import { makePictures } from '../pictures.ts'
import { type Service, startService } from '../service.ts'

/** From the link on the console to somebody's first picture, with a folder of 200 pictures dropped into the browser. */
let service: Service
let browser: Browser
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whisker-minute-'))
  ;[service, browser] = await Promise.all([startService(join(folder, 'data')), openBrowser()])
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await service?.stop()
  await rm(folder, { recursive: true, force: true })
})

/** What the progress says, which is up to a second old. */
const openTasks = async () => (await service.client.readProgress({ params: { project_id: 1 } })).tasks.open

/** What a file manager does: a real drop of a real folder. */
async function drop(page: Page, path: string, onto: string): Promise<void> {
  const box = await page.getByText(onto).boundingBox()
  if (!box) throw new Error(`There is no "${onto}" to drop on.`)
  const session = await page.context().newCDPSession(page)
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const data = { items: [], files: [path], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, ...at, data })
  await session.detach()
}

test('setup, a template, 200 pictures dropped, the label link, a picture', { timeout: 180_000 }, async () => {
  const pictures = join(folder, 'photos')
  const files = await makePictures(pictures, 200)
  for (const n of [0, 1, 2]) await copyFile(files[n] as string, join(pictures, `zz-copy-${n}.jpg`))
  await writeFile(join(pictures, 'broken.jpg'), 'this is no picture')
  await writeFile(join(pictures, 'notes.txt'), 'nor is this')
  await writeFile(join(pictures, '.DS_Store'), 'nobody means to send this')

  const context = await browser.newContext({
    viewport: { width: 1280, height: 1600 },
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const { faults } = watchPage(page, service.url)
  await page.goto(service.setupUrl as string)
  await page.getByLabel('Your name').fill('Ada')
  await page.getByLabel(/e-?mail/i).fill('ada@example.org')
  await page.getByLabel('Password', { exact: true }).fill('three blind mice run')
  await page.keyboard.press('Enter')
  await page.getByText('Ask your first question').waitFor()
  await page.getByRole('link', { name: /Name the animal/ }).click()
  // The page that workers will see stands beside the form.
  await page.frameLocator('iframe').getByText('Which animal is it?').first().waitFor()
  await page.getByRole('button', { name: 'Create project' }).click()
  await page.getByText('Three steps to the first answer').waitFor()

  await drop(page, pictures, 'Drop a folder of pictures here')
  await page.getByText('Sent, with exceptions.').waitFor({ timeout: 90_000 })
  await page.getByText('205 of 205 files').waitFor()
  const refused = page.locator('details', { hasText: '2 files refused' })
  await expect.poll(() => refused.textContent()).toContain('photos/broken.jpg')
  expect(await refused.textContent()).toContain('photos/notes.txt')
  const twice = page.locator('details', { hasText: '3 pictures already in this project' })
  await twice.locator('summary').click()
  // Which of two equal files comes first is not told: several are on their way at once.
  expect(await twice.locator('li').count()).toBe(3)
  await expect.poll(openTasks).toBe(200)

  // Dropped again: nothing is sent twice.
  await page.getByRole('button', { name: 'Close' }).click()
  await page.getByText('205 of 205 files').waitFor({ state: 'hidden' })
  await drop(page, pictures, 'Drop a folder of pictures here')
  await page.getByText('203 pictures already in this project').waitFor({ timeout: 90_000 })
  await expect.poll(openTasks).toBe(200)

  await page.getByRole('button', { name: 'Copy label link' }).click()
  await page.getByText('Link copied').waitFor()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  const worker = await (await browser.newContext()).newPage()
  await worker.goto(link)
  await worker.locator('.frame img').waitFor()
  expect(worker.url()).not.toContain('#')
  expect(faults).toEqual([])
})
