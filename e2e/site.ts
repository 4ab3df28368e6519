import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from '@whisker/api/client.ts'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { openBrowser, watchPage } from './browser.ts'
import { type Service, startService } from './service.ts'

const ada = { name: 'Ada Lovelace', email: 'ada@example.org', password: 'three blind mice run' }

const grace = { name: 'Grace Hopper', email: 'grace@example.org', password: 'a moth in the relay' }

/** One service with its owner, and one browser: what the tests of the pages share. */
export type Site = {
  service: Service
  browser: Browser
  /** Of this site alone; deleted with it. */
  folder: string
  url: string
  /** The owner as a program: may do what a key may not, such as inviting. */
  owner: Client
  /** What no page may do, of all pages opened so far: see {@link watchPage}. */
  faults: string[]
  /** A window of somebody who is not signed in. */
  nobody: (options?: BrowserContextOptions) => Promise<Page>
  /** A window of the owner, signed in. */
  ownersPage: (options?: BrowserContextOptions) => Promise<Page>
  /** A window of a member who may only look. */
  viewersPage: (options?: BrowserContextOptions) => Promise<Page>
  /** A window of a new worker who came by the project's link, at the first task. */
  workersPage: (projectId: number, options?: BrowserContextOptions) => Promise<Page>
  /** Opens the link of one more project in a worker's window. */
  join: (page: Page, projectId: number) => Promise<void>
  /** A new worker as a program. */
  worker: (projectId: number) => Promise<Client>
  stop: () => Promise<void>
}

/** Starts the service and the browser side by side, and makes the owner. Webhooks may call this machine. */
export async function openSite(): Promise<Site> {
  const env = { EGRESS_ALLOW: '127.0.0.0/8', EGRESS_SHOW_REPLIES: 'true' }
  const folder = await mkdtemp(join(tmpdir(), 'whisker-site-'))
  const [service, browser] = await Promise.all([startService(join(folder, 'data'), env), openBrowser()])
  const { url } = service
  const setup = new URL(service.setupUrl as string).hash.slice(1)
  const session = await createClient({ url }).completeSetup({ body: { token: setup, ...ada, cookie: false } })
  const owner = createClient({ url, key: session.token as string })
  const faults: string[] = []

  async function open(options: BrowserContextOptions, prepare: (context: BrowserContext) => Promise<unknown>) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', ...options })
    await prepare(context)
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    watchPage(page, url, faults)
    return page
  }
  const link = async (projectId: number) =>
    (await service.client.readLabelLink({ params: { project_id: projectId } })).url

  // The address is another one once the invitation is accepted: who leaves the page before is somebody new at the next link.
  const joined = async (page: Page) => {
    await page.waitForURL(/\?project=/)
    await page.locator('main').waitFor()
  }

  return {
    service,
    browser,
    folder,
    url,
    owner,
    faults,
    nobody: (options = {}) => open(options, async () => {}),
    ownersPage: (options = {}) =>
      open(options, async (context) => {
        const { email, password } = ada
        const reply = await context.request.post(`${url}/sessions`, { data: { email, password } })
        if (reply.status() !== 201) throw new Error(`The owner cannot sign in: ${await reply.text()}`)
      }),
    viewersPage: (options = {}) =>
      open(options, async (context) => {
        const { url: invitation } = await owner.createInvitation({ body: { role: 'viewer' } })
        const data = { token: new URL(invitation as string).hash.slice(1), ...grace }
        const reply = await context.request.post(`${url}/invitation-acceptances`, { data })
        if (reply.status() !== 201) throw new Error(`The viewer cannot join: ${await reply.text()}`)
      }),
    workersPage: async (projectId, options = {}) => {
      const page = await open(options, async () => {})
      await page.goto(await link(projectId))
      await joined(page)
      return page
    },
    join: async (page, projectId) => {
      await page.goto('about:blank')
      await page.goto(await link(projectId))
      await joined(page)
    },
    worker: async (projectId) => {
      const token = new URL(await link(projectId)).hash.slice(1)
      const joined = await createClient({ url }).acceptInvitation({ body: { token, cookie: false } })
      return createClient({ url, key: joined.token as string })
    },
    stop: async () => {
      await browser.close()
      await service.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
