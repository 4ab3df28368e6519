import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, watchPage } from './browser.ts'
import { makePictures } from './pictures.ts'
import { type Service, startService } from './service.ts'

const patient = { timeout: 20_000 }
let service: Service
let browser: Browser
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whisker-own-work-'))
  ;[service, browser] = await Promise.all([startService(join(folder, 'data')), openBrowser()])
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await service?.stop()
  if (folder) await rm(folder, { recursive: true, force: true })
})

test('a worker looks at what they did, changes it, and reports a problem', { timeout: 120_000 }, async () => {
  const { id } = await service.client.createProject({
    body: {
      title: 'Animals',
      min_answers: 2,
      input_spec: [{ name: 'picture', type: 'image' }],
      output_spec: [{ type: 'input', name: 'animal', label: 'Animal', required: true }],
    },
  })
  for (const file of await makePictures(join(folder, 'pictures'), 3)) {
    const picture = `data:image/jpeg;base64,${(await readFile(file)).toString('base64')}`
    await service.client.createTask({ body: { project_id: id, task_spec: [{ picture }] } })
  }
  const { url } = await service.client.readLabelLink({ params: { project_id: id } })
  const page = await (await browser.newContext({ viewport: { width: 390, height: 800 } })).newPage()
  page.setDefaultTimeout(20_000)
  const { faults } = watchPage(page, service.url)
  await page.goto(url)
  const answers = async () =>
    (await service.client.listProjectAnswers({ params: { project_id: id }, query: {} })).data.map(
      ({ values }) => values[0]?.animal,
    )
  // Nobody answers for a picture that has not been on the screen.
  await expect
    .poll(
      () => page.locator('.stage img').evaluateAll((all) => all.some((img) => (img as HTMLImageElement).complete)),
      patient,
    )
    .toBe(true)
  await page.waitForTimeout(150)
  await page.locator('.desk input').first().fill('cta')
  await page.getByRole('button', { name: 'Send' }).click()
  await expect.poll(answers, patient).toEqual(['cta'])

  await page.getByRole('button', { name: 'Menu' }).click()
  await page.getByText('1 day').waitFor()
  await page.getByRole('button', { name: 'Your answers' }).click()
  const picture = page.locator('.asked img')
  await picture.waitFor()
  await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth), patient).toBeGreaterThan(0)
  await page.getByRole('button', { name: 'Change' }).click()
  await page.locator('dialog input').fill('')
  await page.locator('dialog').getByRole('button', { name: 'Save' }).click()
  await page.locator('dialog').getByText('This needs an answer.').waitFor()
  await page.locator('dialog input').fill('cat')
  await page.keyboard.press('Enter')
  await page.locator('dialog dd', { hasText: 'cat' }).waitFor()
  expect(await answers()).toEqual(['cat'])
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Skip' }).click()
  await page.getByRole('button', { name: 'Report a problem and keep the task' }).click()
  await page.getByLabel('What is the problem?').selectOption('personal_data')
  await page.getByLabel('In your own words').fill('A <b>name</b> can be read.')
  await page.getByRole('button', { name: 'Report', exact: true }).click()
  await page.getByText('Thank you.').waitFor()
  const { data } = await service.client.listReports({ params: { project_id: id }, query: {} })
  expect(data).toMatchObject([{ reason: 'personal_data', comment: 'A <b>name</b> can be read.' }])
  await page.getByRole('button', { name: 'Close' }).first().click()

  // The task is still there to be answered.
  await page.locator('.desk input').first().fill('dog')
  await page.getByRole('button', { name: 'Send' }).click()
  await expect.poll(answers, patient).toEqual(['dog', 'cat'])
  expect(faults).toEqual([])
})
