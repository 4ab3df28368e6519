import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OutputField } from '@whisker/api/fields.ts'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, watchPage } from './browser.ts'
import { type Service, startService } from './service.ts'

const patient = { timeout: 20_000 }
let service: Service
let browser: Browser
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whisker-undo-'))
  ;[service, browser] = await Promise.all([startService(join(folder, 'data')), openBrowser()])
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await service?.stop()
  if (folder) await rm(folder, { recursive: true, force: true })
})

const animal: OutputField = { type: 'input', name: 'animal', label: 'Animal', help: '', required: true }
const mood: OutputField = {
  type: 'radio',
  name: 'mood',
  label: 'Mood',
  help: '',
  required: true,
  options: [
    { value: 'glad', label: 'Glad' },
    { value: 'sad', label: 'Sad' },
  ],
}

/** A project with three texts, and a worker's page on it. */
async function openWork(field: OutputField, viewport = { width: 1280, height: 800 }) {
  const { id } = await service.client.createProject({
    body: { title: 'Texts', input_spec: [{ name: 'text', type: 'text' }], output_spec: [field], min_answers: 1 },
  })
  for (const text of ['first', 'second', 'third'])
    await service.client.createTask({ body: { project_id: id, task_spec: [{ text }] } })
  const { url } = await service.client.readLabelLink({ params: { project_id: id } })
  const page = await (await browser.newContext({ viewport })).newPage()
  page.setDefaultTimeout(20_000)
  const { faults } = watchPage(page, service.url)
  await page.goto(url)
  await page.getByText('first').waitFor()
  const results = async () =>
    (await service.client.listTasks({ query: { project_id: id } })).data.map(
      ({ status, result }) => `${status} ${Object.values(result?.[0] ?? {})[0]?.value ?? ''}`,
    )
  return { page, faults, results }
}

test('Z brings the last answer back with what was typed, and it is counted anew', { timeout: 90_000 }, async () => {
  const { page, faults, results } = await openWork(animal)
  await page.keyboard.type('cat')
  await page.keyboard.press('Enter')
  await page.getByText('second').waitFor()
  await expect.poll(results, patient).toContain('completed cat')
  // In an empty text, Ctrl+Z has nothing else to undo.
  await page.keyboard.press('Control+z')
  await page.getByText('first').waitFor()
  await expect.poll(results, patient).not.toContain('completed cat')
  expect(await page.locator('input').first().inputValue()).toBe('cat')
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT')
  await page.keyboard.press('End')
  await page.keyboard.type('fish')
  await page.keyboard.press('Enter')
  await page.getByText('second').waitFor()
  await expect.poll(results, patient).toContain('completed catfish')
  expect(faults).toEqual([])
})

test('a choice: one key answers, Z takes back, another key answers', { timeout: 90_000 }, async () => {
  const { page, faults, results } = await openWork(mood)
  await page.keyboard.press('1')
  await page.getByText('second').waitFor()
  await expect.poll(results, patient).toContain('completed glad')
  await page.keyboard.press('z')
  await page.getByText('first').waitFor()
  expect(await page.getByRole('radio', { name: 'Glad' }).isChecked()).toBe(true)
  await page.keyboard.press('2')
  await page.getByText('second').waitFor()
  await expect.poll(results, patient).toContain('completed sad')
  expect(faults).toEqual([])
})

test('by a finger, on a phone, offline: nothing is sent', { timeout: 90_000 }, async () => {
  const { page, results } = await openWork(animal, { width: 390, height: 800 })
  await page.context().setOffline(true)
  await page.locator('input').first().fill('cat')
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByText('second').waitFor()
  const before = await page.locator('.stage').boundingBox()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('first').waitFor()
  expect(await page.locator('input').first().inputValue()).toBe('cat')
  expect(await page.locator('.stage').boundingBox()).toMatchObject({ width: before?.width })
  await page.context().setOffline(false)
  await page.locator('input').first().fill('dog')
  await page.getByRole('button', { name: 'Send' }).click()
  await expect.poll(results, patient).toContain('completed dog')
})

test('the button is there for ten seconds, also when nothing is left to do', { timeout: 90_000 }, async () => {
  const { page, results } = await openWork(mood)
  for (const next of ['second', 'third', 'You have done']) {
    await page.keyboard.press('1')
    await page.getByText(next).waitFor()
    // Two presses within 80 ms are a key that bounces.
    await page.waitForTimeout(120)
  }
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('third').waitFor()
  await page.keyboard.press('2')
  await page.getByText('You have done').waitFor()
  await expect.poll(results, patient).toContain('completed sad')
  await page.getByRole('button', { name: 'Undo' }).waitFor({ state: 'detached', timeout: 12_000 })
})
