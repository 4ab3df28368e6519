import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { settingsFor, startProvider, type TestProvider } from '../../server/src/accounts/oidc/provider.fixture.ts'
import { openBrowser, watchPage } from '../browser.ts'
import { type Service, startService } from '../service.ts'

let provider: TestProvider
let service: Service
let browser: Browser
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whisker-single-sign-on-'))
  provider = await startProvider()
  ;[service, browser] = await Promise.all([startService(join(folder, 'data'), settingsFor(provider)), openBrowser()])
  provider.sendTo(service.url)
  provider.people.set('ada', {
    name: 'Ada Lovelace',
    email: 'ada@example.org',
    email_verified: true,
    groups: ['chiefs'],
  })
  provider.people.set('bo', { name: 'Bo', groups: ['cooks'] })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await service?.stop()
  await provider?.close()
  if (folder) await rm(folder, { recursive: true, force: true })
})

async function sayAtProvider(page: Page, name: string): Promise<void> {
  await page.getByLabel('Name').fill(name)
  await page.getByRole('button', { name: 'Go on' }).click()
}

test('a member signs in with the provider, out at both, and somebody without a group stays outside', {
  timeout: 120_000,
}, async () => {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage()
  page.setDefaultTimeout(20_000)
  const { faults } = watchPage(page, service.url)
  const signIn = page.getByRole('button', { name: 'Sign in with Example' })

  // The service has no owner yet: whose group makes them one becomes it.
  await page.goto(`${service.url}/app/settings/members`)
  await signIn.click()
  await sayAtProvider(page, 'ada')
  await page.getByRole('heading', { name: 'Members' }).waitFor()
  expect(page.url()).toBe(`${service.url}/app/settings/members`)
  await page.getByRole('cell', { name: 'ada@example.org' }).waitFor()

  // Nothing there asks for a password that they do not have.
  await page.goto(`${service.url}/app/settings/account`)
  await page.getByRole('textbox', { name: 'E-mail' }).waitFor()
  expect(await page.getByText('Current password').count()).toBe(0)
  await page.getByRole('button', { name: 'Ada Lovelace', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('button', { name: 'Sign out at Example' }).click()
  await page.waitForURL(`${service.url}/app/sign-in`)
  await page.goto(`${service.url}/app/projects`)
  await signIn.click()
  await sayAtProvider(page, 'bo')
  await page.getByRole('heading', { name: 'You are not signed in' }).waitFor()
  await page.getByText('in no group that may enter here').waitFor()
  await page.getByRole('button', { name: 'Use another account at Example' }).click()
  await sayAtProvider(page, 'ada')
  await page
    .getByText('No projects yet')
    .or(page.getByRole('heading', { name: 'Projects' }))
    .first()
    .waitFor()

  // What the provider answered counts once, and has left the address.
  await page.goBack()
  await page.goForward()
  expect(page.url()).not.toContain('code=')
  expect(faults.filter((fault) => !fault.includes(provider.issuer))).toEqual([])
})

test('a provider that is away leaves the password, and says so', { timeout: 60_000 }, async () => {
  await provider.close()
  const away = await startService(join(folder, 'away'), settingsFor(provider))
  try {
    const page = await (await browser.newContext({ viewport: { width: 390, height: 800 } })).newPage()
    page.setDefaultTimeout(20_000)
    await page.goto(`${away.url}/app/sign-in`)
    await page.getByRole('button', { name: 'Sign in with Example' }).click()
    await page.getByText('Example does not answer').waitFor()
    expect(await page.getByRole('textbox', { name: 'Password' }).isVisible()).toBe(true)
  } finally {
    await away.stop()
  }
})
