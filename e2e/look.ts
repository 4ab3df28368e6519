import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { fill, workedIn } from './pages/filled.ts'
import { inside, outside, type Visit, working } from './pages/list.ts'
import { settle } from './pages/settle.ts'
import { visit } from './pages/visit.ts'
import { openSite } from './site.ts'

/**
 * `npm run look -- <folder> [name ...]`: every page, or those named, as a person sees it: three widths, two themes.
 * What a test cannot judge is looked at: what is plain, crowded, cut off.
 */
const [folder = 'look', ...names] = process.argv.slice(2)
const into = resolve(folder)
await mkdir(into, { recursive: true })
const site = await openSite()
try {
  const filled = await fill(site)
  const still = { reducedMotion: 'reduce' } as const
  await look(await site.nobody(still), outside)
  await look(await site.ownersPage(still), inside)
  const worker = await site.workersPage(filled.animals, still)
  for (const project of workedIn(filled)) await site.join(worker, project)
  await look(worker, working)

  async function look(page: Page, visits: Visit[]): Promise<void> {
    for (const to of visits.filter(({ name }) => names.length === 0 || names.includes(name))) {
      await page.setViewportSize({ width: 1440, height: 900 })
      await visit(page, site, filled, to)
      for (const [width, height] of [
        [1440, 900],
        [1024, 768],
        [390, 844],
      ] as const) {
        await page.setViewportSize({ width, height })
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme })
          await settle(page)
          await page.screenshot({ path: join(into, `${to.name}-${width}-${colorScheme}.png`) })
        }
      }
    }
  }
} finally {
  await site.stop()
}
