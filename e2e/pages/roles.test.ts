import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inProject, inWorkspace, type NamedPage } from '../../web/requester/pages.ts'
import { openSite, type Site } from '../site.ts'
import { type Filled, fill } from './filled.ts'
import { dashboard } from './list.ts'
import { watchRequests } from './requests.ts'
import { settle } from './settle.ts'

/** Who may only look is offered the pages that the list gives to everybody, and is refused nothing on any of them. */
let site: Site
let filled: Filled
let page: Page
beforeAll(async () => {
  site = await openSite()
  filled = await fill(site)
  page = await site.viewersPage({ reducedMotion: 'reduce' })
}, 120_000)
afterAll(() => site?.stop())

const pages: readonly NamedPage[] = [...inWorkspace, ...inProject]

test.each(dashboard.map(({ path, visits }, at) => ({ path, visit: visits[0]!, page: pages[at]! })))(
  '$path',
  async ({ visit, page: { may, title, place, short } }) => {
    const refused: string[] = []
    const note = (response: { status: () => number; url: () => string }) => {
      if (response.status() === 403) refused.push(response.url())
    }
    page.on('response', note)
    await page.goto('about:blank')
    const requests = watchRequests(page)
    await page.goto(site.url + visit.path(filled))
    await page.getByRole('main').waitFor()
    await requests.over()
    await settle(page)
    page.off('response', note)
    expect(refused).toEqual([])
    expect(await page.getByText(`This page needs the role ${may}.`).count()).toBe(may ? 1 : 0)
    // Of a task or a worker the browser's tab says which.
    if (place && !(place === 'tab' && title === 'Overview'))
      expect((await page.title()).startsWith(`${title} · `)).toBe(true)
    const links = page.getByRole('navigation').getByRole('link', { name: short ?? title })
    if (place && place !== 'person') expect((await links.count()) > 0).toBe(!may)
  },
)
