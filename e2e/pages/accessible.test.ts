import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSite, type Site } from '../site.ts'
import { findBarriers } from './axe.ts'
import { type Filled, fill } from './filled.ts'
import { inside, outside, type Visit, working } from './list.ts'
import { settle } from './settle.ts'
import { visit } from './visit.ts'

/** axe finds nothing on any page, in both themes, on a desk and in a hand. */
let site: Site
let filled: Filled
beforeAll(async () => {
  site = await openSite()
  filled = await fill(site)
}, 120_000)
afterAll(() => site?.stop())

// Without motion nothing is measured half-way.
const still = { reducedMotion: 'reduce' } as const
/** Colours come from the theme and places from the size: two looks show each theme and each size. */
const looks = [
  { colorScheme: 'light', width: 1440, height: 900 },
  { colorScheme: 'dark', width: 390, height: 844 },
] as const

async function check(page: Page, to: Visit): Promise<void> {
  await visit(page, site, filled, to)
  const found: string[] = []
  for (const { colorScheme, ...size } of looks) {
    await page.setViewportSize(size)
    await page.emulateMedia({ colorScheme })
    await settle(page)
    for (const barrier of await findBarriers(page)) found.push(`${colorScheme}, ${size.width} px: ${barrier}`)
  }
  expect(found).toEqual([])
  expect(site.faults).toEqual([])
}

describe('for nobody in particular', () => {
  let page: Page
  beforeAll(async () => {
    page = await site.nobody(still)
  })
  test.each(outside)('$name', (to) => check(page, to))
})

describe('the dashboard', () => {
  let page: Page
  beforeAll(async () => {
    page = await site.ownersPage(still)
  })
  test.each(inside)('$name', (to) => check(page, to))
})

describe("the worker's page", () => {
  let page: Page
  beforeAll(async () => {
    page = await site.workersPage(filled.animals, still)
    for (const project of [filled.fields, filled.texts, filled.empty, filled.practice]) await site.join(page, project)
  })
  test.each(working)('$name', (to) => check(page, to))
})
