import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, watchPage } from './browser.ts'
import { makePictures } from './pictures.ts'
import { type Service, startService } from './service.ts'

/** The article, clicked through: owner, project, pictures, a worker with a keyboard, the answers, the file. */
let service: Service
let browser: Browser
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whisker-loop-'))
  ;[service, browser] = await Promise.all([startService(join(folder, 'data')), openBrowser()])
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await service?.stop()
  if (folder) await rm(folder, { recursive: true, force: true })
})

async function open(address: string): Promise<{ page: Page; faults: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, acceptDownloads: true })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const { faults } = watchPage(page, service.url)
  await page.goto(address)
  return { page, faults }
}

test('the whole loop in a real browser', { timeout: 180_000 }, async () => {
  // Once the owner: the link that the console printed.
  const { page, faults } = await open(service.setupUrl as string)
  await page.getByLabel(/name/i).first().fill('Ada')
  await page.getByLabel(/e-?mail/i).fill('ada@example.org')
  await page
    .getByLabel(/password/i)
    .first()
    .fill('three blind mice run')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/app\/projects/)

  // "Add project", with the article's two specs.
  await page.goto(`${service.url}/app/projects/new?template=name-the-animal`)
  await page.getByLabel(/answers for each task/i).fill('1')
  await page.getByRole('button', { name: 'Create project' }).click()
  await page.waitForURL(/\/app\/projects\/\d+/)
  const projectId = Number(/projects\/(\d+)/.exec(page.url())?.[1])
  expect((await service.client.readProject({ params: { project_id: projectId } })).input_spec[0]).toMatchObject({
    type: 'image',
  })

  // Pictures, and one file that is none.
  const pictures = await makePictures(join(folder, 'pictures'), 3)
  const broken = join(folder, 'pictures', 'broken.jpg')
  await writeFile(broken, 'this is no picture')
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles([...pictures, broken])
  await expect
    .poll(async () => (await service.client.listTasks({ query: { project_id: projectId } })).data.length, {
      timeout: 20_000,
    })
    .toBe(3)
  await page
    .getByText(/broken\.jpg/)
    .first()
    .waitFor()

  // A worker: nothing but the link and a keyboard.
  const { url: link } = await service.client.readLabelLink({ params: { project_id: projectId } })
  const worker = await open(link)
  // Not of the progress: that may be some seconds old on a busy machine.
  const answers = async () =>
    (await service.client.listProjectAnswers({ params: { project_id: projectId }, query: {} })).data.length
  for (const animal of ['cat', 'dog', 'cat']) {
    const before = await answers()
    await worker.page.locator('input[type=text], input:not([type])').first().waitFor()
    await worker.page.locator('img').first().waitFor()
    await worker.page.keyboard.type(animal)
    await worker.page.keyboard.press('Enter')
    await expect.poll(answers, { timeout: 20_000 }).toBe(before + 1)
    await new Promise((resolve) => setTimeout(resolve, 1100))
  }
  expect(worker.page.url()).not.toContain('whi_')

  // The answers arrive in the dashboard by themselves.
  await page.getByText('dog').first().waitFor()
  const csv = await (
    await service.client.exportResults({ params: { project_id: projectId }, query: { format: 'csv' } })
  ).text()
  const rows = csv
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(',').slice(0, 4))
  expect(rows.map((row) => row[1]).sort()).toEqual(['cat', 'cat', 'dog'])
  for (const [, , confidence, count] of rows) {
    expect(Number(confidence)).toBeGreaterThan(0.7)
    expect(count).toBe('1')
  }
  expect(rows.map((row) => row[0]).sort()).toEqual(['photo-000000.jpg', 'photo-000001.jpg', 'photo-000002.jpg'])

  expect(faults).toEqual([])
  expect(worker.faults).toEqual([])
})
