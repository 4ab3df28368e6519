import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSite, type Site } from '../site.ts'
import type { Filled } from './filled.ts'
import { fields, fillWithHostility, hostile, people } from './hostile.ts'
import { inside, outside, type Visit, working } from './list.ts'
import { payloads } from './payloads.ts'
import { visit } from './visit.ts'

/** what people write is shown as it was written, on every page, and nothing of it ever runs. */
let site: Site
let filled: Filled
const seen = new Set<string>()
beforeAll(async () => {
  site = await openSite()
  filled = await fillWithHostility(site)
}, 180_000)
afterAll(() => site?.stop())

// Tall: the rows of long tables are drawn when they are in sight.
const window = { viewport: { width: 1440, height: 6000 }, reducedMotion: 'reduce' } as const
const attacker = { ...window, userAgent: `Mozilla/5.0 ${payloads[1]}` }

/** What a payload would leave in the page, had it become more than text. None of these is ours. */
const made =
  'iframe:not([title="Preview"], [src*="/app/work"]), object, embed, base, math, marquee, form[action], ' +
  'meta[http-equiv], [srcdoc], [src*=pwned], [href*=pwned], [href^="data:"], ' +
  '[onload], [onerror], [onfocus], [onbegin], [ontoggle], [onclick]'

async function check(page: Page, to: Visit): Promise<void> {
  const before = site.faults.length
  // Attacks are no text to wait for.
  await visit(page, site, filled, to, /./)
  await look(page)
  expect(site.faults.slice(before)).toEqual([])
}

async function look(page: Page): Promise<void> {
  for (const frame of page.frames()) {
    const found = await frame.evaluate((made) => {
      const links = [...document.querySelectorAll('a')].filter(
        ({ protocol }) => !/^(https?|mailto|blob):$/.test(protocol),
      )
      const elements = [...document.querySelectorAll(made), ...links].map((element) => element.outerHTML.slice(0, 200))
      const inputs = [...document.querySelectorAll('input, textarea')].map((input) => (input as HTMLInputElement).value)
      return { elements, text: [document.body.textContent, ...inputs].join('\n') }
    }, made)
    expect(found.elements).toEqual([])
    for (const field of [...fields, ...people])
      for (const n of payloads.keys()) if (found.text.includes(hostile(field, n))) seen.add(`${field} ${payloads[n]}`)
  }
}

describe('for nobody in particular', () => {
  let page: Page
  beforeAll(async () => {
    page = await site.nobody(window)
  })
  test.each(outside)('$name', (to) => check(page, to))
  test('a link and an address that are attacks', { timeout: 120_000 }, async () => {
    for (const payload of payloads.filter((_, n) => n % 4 === 0)) {
      const path = `/app/${encodeURIComponent(payload)}?status=${encodeURIComponent(payload)}`
      await check(page, { name: payload, path: () => `${path}#${encodeURIComponent(payload)}`, shows: /./ })
    }
  })
})

describe('the dashboard', () => {
  let page: Page
  beforeAll(async () => {
    page = await site.ownersPage(attacker)
  })
  test.each(inside)('$name', (to) => check(page, to))

  test('the log of a webhook, and a task with an answer', async () => {
    await page.goto(`${site.url}/app/settings/webhooks/${filled.webhook}`)
    await page.getByText('webhook.test').first().click()
    await page.getByText('alert(1)').first().waitFor()
    await look(page)
  })

  test('files with names that are attacks', async () => {
    await page.goto(`${site.url}/app/projects/new?template=pick-one`)
    await page.getByRole('button', { name: 'Create project' }).click()
    await page.waitForURL(/\/projects\/\d+$/)
    const names = payloads.map((payload) => payload.replaceAll('/', ' ').replaceAll('\t', ' '))
    const files = names.map((name) => join(site.folder, `${name}.jpg`))
    for (const file of files) await writeFile(file, 'no picture')
    await page.locator('input[type=file]').first().setInputFiles(files)
    for (const name of names.slice(0, 5)) await page.getByText(name).first().waitFor()
    await look(page)
  })
})

describe("the worker's page", () => {
  let page: Page
  beforeAll(async () => {
    page = await site.workersPage(filled.animals, attacker)
    const { practice, drawing, marking, rows, order } = filled
    for (const project of [practice, drawing, marking, rows, order]) await site.join(page, project)
  })
  test.each(working)('$name', (to) => check(page, to))
})

test('every field has shown every payload as it was written', () => {
  const missing = [...fields, ...people].flatMap((field) =>
    payloads.filter((payload) => !seen.has(`${field} ${payload}`)).map((payload) => `${field}: ${payload}`),
  )
  expect(missing).toEqual([])
  expect(site.faults).toEqual([])
})
