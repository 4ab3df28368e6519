import { setTimeout as sleep } from 'node:timers/promises'
import type { Page, Request } from 'playwright-core'

/** How long nothing is under way until a page is there, whatever it shows. */
const quietMs = 200
const maxMs = 25_000

/** What a page asks for from now on. */
export function watchRequests(page: Page): { over: () => Promise<void> } {
  const underWay = new Set<string>()
  const begun = (request: Request) => void underWay.add(request.url())
  const ended = (request: Request) => void underWay.delete(request.url())
  page.on('request', begun).on('requestfinished', ended).on('requestfailed', ended)
  return {
    /** Waits until it has asked for nothing more for a moment. */
    over: async () => {
      let quiet = 0
      for (const end = performance.now() + maxMs; quiet < quietMs && performance.now() < end; await sleep(50))
        quiet = underWay.size === 0 ? quiet + 50 : 0
      page.off('request', begun).off('requestfinished', ended).off('requestfailed', ended)
      if (quiet < quietMs) throw new Error(`Still waiting for ${[...underWay].join(', ')}`)
    },
  }
}
