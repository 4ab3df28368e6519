import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@whisker/api/client.ts'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, watchPage } from './browser.ts'
import { type Service, startService } from './service.ts'

let service: Service
let browser: Browser
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whisker-sign-up-'))
  ;[service, browser] = await Promise.all([startService(join(folder, 'data'), { SIGN_UP: 'open' }), openBrowser()])
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await service?.stop()
  if (folder) await rm(folder, { recursive: true, force: true })
})

async function makeProject(title: string, language: string): Promise<number> {
  const { id } = await service.client.createProject({
    body: {
      title,
      language,
      access: 'open',
      input_spec: [{ name: 'text', type: 'text' }],
      output_spec: [{ type: 'input', name: 'animal', required: true }],
    },
  })
  for (const text of ['first', 'second'])
    await service.client.createTask({ body: { project_id: id, task_spec: [{ text }] } })
  return id
}

test('from nothing to an answer with one press, and back again with an account', { timeout: 120_000 }, async () => {
  const token = new URL(service.setupUrl as string).hash.slice(1)
  const owner = { name: 'Ada', email: 'ada@example.org', password: 'three blind mice run' }
  await createClient({ url: service.url }).completeSetup({ body: { ...owner, token, cookie: false } })
  await makeProject('English animals', 'en')
  await makeProject('حيوانات', 'ar')
  const page = await (await browser.newContext({ viewport: { width: 390, height: 800 } })).newPage()
  page.setDefaultTimeout(20_000)
  const { faults } = watchPage(page, service.url)
  await page.goto(`${service.url}/app/work`)
  await page.getByRole('heading', { name: 'Welcome' }).waitFor()
  await page.keyboard.press('Enter')

  // The language of the page is chosen already; all can be seen.
  await page.getByRole('link', { name: /English animals/ }).waitFor()
  expect(await page.getByRole('link', { name: /حيوانات/ }).count()).toBe(0)
  await page.getByLabel('Language').selectOption('')
  await page.getByRole('link', { name: /حيوانات/ }).waitFor()
  await page.getByRole('link', { name: /English animals/ }).click()
  await page.getByText('first').waitFor()
  await page.locator('input').first().fill('cat')
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByText('second').waitFor()

  await page.getByRole('button', { name: 'Menu' }).click()
  await page.getByText('Keep your work').click()
  await page.getByLabel('E-mail').fill('ida@example.org')
  await page.getByLabel('Password').fill('seven small whiskers')
  await page.locator('.account').getByRole('button', { name: 'Save' }).click()
  await page.getByText('ida@example.org').waitFor()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByText('You can sign in again').waitFor()
  await page.locator('.confirm').getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor()

  await page.goto(`${service.url}/app/work`)
  await page.getByRole('link', { name: 'Sign in' }).click()
  await page.getByLabel('E-mail').fill('ida@example.org')
  await page.locator('input[type=password]').fill('seven small whiskers')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: /English animals/ }).click()
  await page.getByText('second').waitFor()
  expect(faults).toEqual([])
})
