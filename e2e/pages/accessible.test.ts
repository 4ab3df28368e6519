import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSite, type Site } from '../site.ts'
import { findBarriers } from './axe.ts'
import { type Filled, fill, workedIn } from './filled.ts'
import { inside, outside, type Visit, working } from './list.ts'
import { settle } from './settle.ts'
import { visit } from './visit.ts'
import { walkByKeyboard } from './walk.ts'

/**
 * Each page is visited once: axe finds nothing on it, in both themes, on a desk and in a hand; and by keyboard alone Tab comes to
 * each control, in a circle, and one sees where one is.
 */
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
const desk = { colorScheme: 'light', width: 1440, height: 900 } as const
const phone = { colorScheme: 'dark', width: 390, height: 844 } as const

async function turnTo(page: Page, { colorScheme, ...size }: typeof desk | typeof phone): Promise<void> {
  await page.setViewportSize(size)
  await page.emulateMedia({ colorScheme })
}

function checkPages(pages: Visit[], open: () => Promise<Page>): void {
  let page: Page
  beforeAll(async () => {
    page = await open()
  }, 60_000)

  describe.each(pages)('$name', (to) => {
    beforeAll(async () => {
      await page.goto('about:blank')
      await turnTo(page, desk)
      await visit(page, site, filled, to)
    })

    test('axe on a desk, light', async () => {
      expect(await findBarriers(page)).toEqual([])
    })

    test('by keyboard', async () => {
      expect(await walkByKeyboard(page)).toEqual({ missed: [], unseen: [] })
    })

    test('axe on a phone, dark', async () => {
      await turnTo(page, phone)
      await settle(page)
      expect(await findBarriers(page)).toEqual([])
      expect(site.faults).toEqual([])
    })
  })
}

describe('for nobody in particular', () => {
  checkPages(outside, () => site.nobody(still))
})

describe('the dashboard', () => {
  checkPages(inside, () => site.ownersPage(still))
})

describe("the worker's page", () => {
  checkPages(working, async () => {
    const page = await site.workersPage(filled.animals, still)
    for (const project of workedIn(filled)) await site.join(page, project)
    return page
  })
})
