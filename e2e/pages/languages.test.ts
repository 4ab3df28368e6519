import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { directionOf, languageTags, loadMessages } from '../../web/worker/language/languages.ts'
import { openSite, type Site } from '../site.ts'
import { type Filled, fill } from './filled.ts'

/** The worker's page speaks all its languages, and is mirrored where one writes from right to left. */
let site: Site
let filled: Filled
let page: Page
beforeAll(async () => {
  site = await openSite()
  filled = await fill(site)
  page = await site.workersPage(filled.animals, { reducedMotion: 'reduce' })
}, 120_000)
afterAll(() => site?.stop())

async function open(panel: string, keys: string): Promise<string> {
  await page.locator('main.task').waitFor()
  await page.keyboard.press('Escape')
  await page
    .getByRole('button', { name: panel })
    .or(page.locator(`button[aria-keyshortcuts="${keys}"]`))
    .first()
    .click()
  const dialog = page.locator('dialog[open]')
  await dialog.waitFor()
  const text = await dialog.textContent()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  return text ?? ''
}

test.each(languageTags)('%s: the page and its panels, without a hole', async (tag) => {
  await page.evaluate((language) => localStorage.setItem('whisker-worker', JSON.stringify({ language })), tag)
  await page.goto(`${site.url}/app/work?project=${filled.animals}`)
  const words = await loadMessages(tag)
  await page.getByRole('button', { name: words.menu }).waitFor()
  const html = page.locator('html')
  expect(await html.getAttribute('lang')).toBe(tag)
  expect(await html.getAttribute('dir')).toBe(directionOf(tag))
  const panels = [await open(words.keys, '?'), await open(words.skip, 's'), await open(words.menu, '-')]
  expect(panels[0]).toContain(words.keysHelp)
  expect(panels[1]).toContain(words.skipText)
  expect(panels[2]).toContain(words.yourName)
  const all = [await page.locator('body').textContent(), ...panels].join('\n')
  expect(all).not.toMatch(/undefined|\[object|\{\w+\}/)
  // Nothing is cut off or pushes the page wider, at the width of a phone too.
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  await page.setViewportSize({ width: 1440, height: 900 })
  // Arabic is mirrored: the form stands at the left of the picture.
  const left = async (selector: string) => (await page.locator(selector).boundingBox())?.x ?? 0
  expect((await left('.desk')) < (await left('.stage'))).toBe(directionOf(tag) === 'rtl')
  expect(site.faults).toEqual([])
})
