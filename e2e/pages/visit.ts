import type { Page } from 'playwright-core'
import type { Site } from '../site.ts'
import type { Filled } from './filled.ts'
import type { Visit } from './list.ts'
import { watchRequests } from './requests.ts'
import { settle } from './settle.ts'

/** Goes to a page and waits until it is all there: its data, its pictures, and nothing moving any more. */
export async function visit(
  page: Page,
  site: Site,
  filled: Filled,
  to: Visit,
  shows: string | RegExp = to.shows,
): Promise<void> {
  // An address that differs behind the # only would be no new page.
  await page.goto('about:blank')
  await to.before?.(page, site)
  const requests = watchRequests(page)
  await page.goto(site.url + to.path(filled))
  await page.getByText(shows).first().waitFor({ state: 'attached' })
  await to.act?.(page)
  await requests.over()
  await settle(page)
}
