import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, watchPage } from '../browser.ts'
import { makePictures } from '../pictures.ts'
import { type Service, startService } from '../service.ts'
import { type HostProxy, openProxy } from './proxy.fixture.ts'

const path = '/tools/whisker'

describe.each([
  ['passes the path on', true],
  ['takes the path off', false],
])('E1 under a path of a host, behind a proxy that %s', (_, keepsPath) => {
  let proxy: HostProxy
  let service: Service
  let browser: Browser
  let folder: string
  const faults: string[] = []
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whisker-path-'))
    proxy = await openProxy(path, keepsPath)
    ;[service, browser] = await Promise.all([
      startService(join(folder, 'data'), { PUBLIC_URL: proxy.url }),
      openBrowser(),
    ])
    proxy.sendTo(service.address)
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await service?.stop()
    proxy?.stop()
    if (folder) await rm(folder, { recursive: true, force: true })
  })

  async function open(address: string): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' })
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    watchPage(page, proxy.url, faults)
    await page.goto(address)
    return page
  }

  test('from the setup link to a label', { timeout: 120_000 }, async () => {
    expect(service.setupUrl).toContain(`${path}/app/setup#`)
    const page = await open(service.setupUrl as string)
    await page.getByLabel(/name/i).first().fill('Ada')
    await page.getByLabel(/e-?mail/i).fill('ada@example.org')
    const password = page.getByLabel(/password/i).first()
    await password.fill('three blind mice run')
    await page.keyboard.press('Enter')
    await page.waitForURL(`${proxy.url}/app/projects`)
    const [cookie] = await page.context().cookies()
    expect(cookie?.name).toBe('whisker-tools-whisker')

    // The way without a path leads here too, and a page that is reloaded deep inside finds its files.
    await page.goto(proxy.url)
    await page.waitForURL(`${proxy.url}/app/projects`)
    await page.goto(`${proxy.url}/app/projects/new?template=name-the-animal`)
    await page.getByLabel(/answers for each task/i).fill('1')
    await page.frameLocator('iframe').locator('main').waitFor()
    await page.getByRole('button', { name: 'Create project' }).click()
    await page.waitForURL(/\/app\/projects\/\d+$/)
    const projectId = Number(/\d+$/.exec(page.url())?.[0])
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles(await makePictures(join(folder, 'pictures'), 1))
    const tasks = () => service.client.listTasks({ query: { project_id: projectId } })
    await expect.poll(async () => (await tasks()).data.length, { timeout: 20_000 }).toBe(1)
    expect(await page.locator('body').textContent()).toContain(`${proxy.url}/`)

    const { url: link } = await service.client.readLabelLink({ params: { project_id: projectId } })
    expect(link).toContain(`${proxy.url}/app/work#`)
    const worker = await open(link)
    await worker.locator('input[type=text], input:not([type])').first().waitFor()
    const picture = worker.locator('img').first()
    await picture.waitFor()
    await expect
      .poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth), { timeout: 20_000 })
      .toBeGreaterThan(0)
    await worker.keyboard.type('cat')
    await worker.keyboard.press('Enter')
    await expect.poll(async () => (await tasks()).data[0]?.status, { timeout: 20_000 }).toBe('completed')

    await page.goto(`${proxy.url}/app/projects/${projectId}/results`)
    const shown = page.locator('main img').first()
    await expect
      .poll(() => shown.evaluate((img: HTMLImageElement) => img.naturalWidth), { timeout: 20_000 })
      .toBeGreaterThan(0)
    await page.getByText('cat').first().waitFor()
    const file = await page.request.get(`${proxy.url}/projects/${projectId}/results?format=csv`)
    expect(await file.text()).toContain('cat')
  })

  test('the reference and its style, and the address in the OpenAPI document', async () => {
    const page = await open(`${proxy.url}/docs`)
    expect(await page.locator('nav').evaluate((nav) => getComputedStyle(nav).position)).not.toBe('static')
    await page.getByRole('link', { name: '/openapi.json' }).click()
    const document = await (await fetch(`${proxy.url}/openapi.json`)).json()
    expect(document.servers[0].url).toBe(proxy.url)
  })

  test('E2 programs on the machine reach it where it listens, without the path', async () => {
    expect((await fetch(`${service.address}/healthz`)).status).toBe(200)
    expect(service.address).not.toContain(path)
  })

  test('nothing was asked of the host outside the path, and nothing was refused', () => {
    expect(proxy.refused.filter((asked) => asked !== '/favicon.ico')).toEqual([])
    expect(faults).toEqual([])
  })
})
