import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSite, type Site } from '../site.ts'
import { type Filled, fill } from './filled.ts'
import { inside, outside, type Visit, working } from './list.ts'
import { visit } from './visit.ts'

/** Every page by keyboard alone: Tab comes to each control, in a circle, and one sees where one is. */
let site: Site
let filled: Filled
beforeAll(async () => {
  site = await openSite()
  filled = await fill(site)
}, 120_000)
afterAll(() => site?.stop())

const still = { reducedMotion: 'reduce' } as const

type Stop = { what: string; seen: boolean }

async function check(page: Page, to: Visit): Promise<void> {
  await visit(page, site, filled, to)
  // In the page: one call for all stops instead of some per key.
  const wanted = await page.evaluate(listControls)
  const stops: Stop[] = []
  for (let n = 0; n < wanted.length * 2 + 30; n++) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(focused)
    if (stop) stops.push(stop)
    if (wanted.every((what) => stops.some((stop) => stop.what === what))) break
  }
  const reached = new Set(stops.map(({ what }) => what))
  expect(wanted.filter((what) => !reached.has(what))).toEqual([])
  // Where there is one control only, its cursor is enough.
  const unseen = stops.filter(({ seen }) => !seen && wanted.length > 1)
  expect(unseen.map(({ what }) => what)).toEqual([])
}

/** What can be used on the page as it stands; of a radio group one is reached by Tab, the rest by arrows. */
function listControls(): string[] {
  const top = document.querySelector('dialog[open], [role=dialog]') ?? document.body
  const all = [...top.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea')]
  const usable = all.filter((element) => {
    if (element.matches(':disabled, [tabindex="-1"], [type=hidden], [type=radio]')) return false
    return element.checkVisibility({ visibilityProperty: true }) && !element.closest('[inert], [aria-hidden=true]')
  })
  return usable.map((element, at) => {
    element.dataset.stop = `${at}: ${element.outerHTML.slice(0, 100)}`
    return element.dataset.stop
  })
}

function focused(): Stop | null {
  const element = document.activeElement
  if (!(element instanceof HTMLElement) || element === document.body || element.matches('iframe')) return null
  const what = element.dataset.stop ?? `not listed: ${element.outerHTML.slice(0, 100)}`
  // The parts of a date are stops of one control. To look takes the focus away for a moment, and would begin them anew.
  if (element.dataset.looked) return { what, seen: element.dataset.looked === 'true' }
  // Even the shortest transition still shows its beginning.
  const settle = () => {
    for (const animation of document.getAnimations()) animation.finish()
  }
  const drawn = (candidate: Element) => {
    const { outlineStyle, outlineWidth, boxShadow, borderColor } = getComputedStyle(candidate)
    return { outline: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1, boxShadow, borderColor }
  }
  // The ring may be drawn around the control: an option's whole row for its box, a field's frame for its text.
  const places = [
    element,
    element.parentElement,
    element.parentElement?.parentElement,
    element.nextElementSibling,
  ].filter((place) => place instanceof Element)
  settle()
  const before = places.map(drawn)
  element.blur()
  settle()
  const after = places.map(drawn)
  element.focus()
  const seen = before.some(
    (now, at) => now.outline || now.boxShadow !== after[at]?.boxShadow || now.borderColor !== after[at]?.borderColor,
  )
  element.dataset.looked = String(seen)
  return { what, seen }
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
