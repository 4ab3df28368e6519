import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Filled, fill } from '../pages/filled.ts'
import { openSite, type Site } from '../site.ts'

/** What requesters do in the dashboard besides looking: change a form, try a webhook, find their way by keyboard. */
let site: Site
let filled: Filled
let page: Page
beforeAll(async () => {
  site = await openSite()
  filled = await fill(site)
  page = await site.ownersPage({ viewport: { width: 1440, height: 1400 } })
}, 120_000)
afterAll(() => site?.stop())

test('the editor both ways: form and JSON, faults in the words of the API, the history with a diff', async () => {
  await page.goto(`${site.url}/app/projects/${filled.animals}/edit`)
  await page.getByText('JSON', { exact: true }).click()
  const json = page.getByLabel('The project as JSON')
  const title = page.getByLabel('Title')
  await title.fill('Which animal is it?')
  await expect.poll(() => json.inputValue()).toContain('"title": "Which animal is it?"')

  const draft = JSON.parse(await json.inputValue())
  draft.output_spec[0].help = 'One word'
  draft.output_spec.push({ type: 'rating', name: 'sharpness', label: 'How sharp is it?' })
  await json.fill(JSON.stringify(draft, null, 2))
  await page.getByText('How sharp is it?').first().waitFor()

  // What the API would say is said here, at its place, while the form keeps the last good state.
  await json.fill(JSON.stringify({ ...draft, min_answers: 0 }))
  const said = await fetch(`${site.url}/projects`, {
    method: 'POST',
    headers: { authorization: site.service.key, 'content-type': 'application/json' },
    body: JSON.stringify({ ...draft, min_answers: 0 }),
  }).then((reply) => reply.json())
  const fault = said.errors.find((error: { pointer: string }) => error.pointer === '/min_answers')
  await page.getByText(`/min_answers ${fault.detail}`).waitFor()
  await json.fill('{ "title": ')
  await page.getByText('This is not JSON yet').waitFor()
  await json.fill(JSON.stringify(draft, null, 2))

  await page.getByRole('button', { name: 'Save changes' }).click()
  // First what becomes of the tasks that are there.
  await page.getByRole('dialog').getByRole('button', { name: 'Save changes' }).click()
  await page.getByText('Saved as version 2.').waitFor()
  await page.getByRole('button', { name: 'Version history' }).click()
  await page.getByRole('dialog').getByText('+ ').first().waitFor()
  expect(await page.locator('[data-change=added]').allInnerTexts()).toContainEqual(
    expect.stringContaining('"help": "One word"'),
  )
  await page.keyboard.press('Escape')
  expect(await site.owner.readProject({ params: { project_id: filled.animals } })).toMatchObject({
    title: 'Which animal is it?',
    version: 2,
  })
})

test('fields change places by keyboard', async () => {
  await page.goto(`${site.url}/app/projects/${filled.fields}/edit`)
  const handles = page.getByRole('button', { name: /^Move / })
  await page.getByRole('button', { name: /^Move Which bird/ }).waitFor()
  const names = () => handles.evaluateAll((all) => all.map((handle) => handle.getAttribute('aria-label')))
  const before = await names()
  await page.getByRole('button', { name: /^Move Which bird/ }).focus()
  await page.keyboard.press('ArrowDown')
  const after = await names()
  expect(after).toEqual([before[0], before[1], before[3], before[2], ...before.slice(4)])
  await page.keyboard.press('ArrowUp')
  expect(await names()).toEqual(before)
})

test('a webhook: made here, its secret shown once, a test event received and its log read', async () => {
  const received: { body: string; headers: Record<string, string> }[] = []
  const receiver = await listen((body, headers) => received.push({ body, headers }))
  const address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`
  try {
    await page.goto(`${site.url}/app/settings/webhooks`)
    await page.getByRole('button', { name: 'Add a webhook' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('Address').fill(address)
    await form.getByLabel('Description').fill('The receiver of this test')
    await form.getByRole('button', { name: 'Add the webhook' }).click()
    const secret = await form.getByLabel('Secret', { exact: true }).inputValue()
    await form.getByRole('button', { name: 'I have copied it' }).click()
    await page.getByRole('link', { name: address }).click()
    await page.getByRole('button', { name: 'Send a test event' }).click()
    await page.getByRole('row', { name: /webhook\.test.*Delivered/ }).waitFor()
    const [first] = received
    expect(new Webhook(secret).verify(first?.body as string, first?.headers as Record<string, string>)).toMatchObject({
      type: 'webhook.test',
    })

    await page.getByRole('button', { name: 'webhook.test' }).first().click()
    await page.getByRole('dialog').getByText('thank you, I have it').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Send again' }).click()
    await expect.poll(() => received.length).toBe(2)
    expect(received[1]?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
  } finally {
    receiver.close()
  }
})

test('a webhook that fails: why and what to do, and once more from its row', async () => {
  await page.goto(`${site.url}/app/settings/webhooks/${filled.webhook}`)
  await page.getByText('The host does not accept connections at this address. Check that').first().waitFor()
  const attempts = async () =>
    (await site.owner.listDeliveries({ params: { webhook_id: filled.webhook }, query: {} })).data[0]?.attempts ?? 0
  const before = await attempts()
  await page.getByRole('button', { name: 'Send again' }).first().click()
  await expect.poll(attempts).toBeGreaterThan(before)
})

test('reports of workers: counted at the navigation, read with their task, settled and opened again', async () => {
  await page.goto(`${site.url}/app/projects/${filled.animals}/reports`)
  const tab = page.getByRole('navigation', { name: 'Pages of the project' }).getByRole('link', { name: /^Reports/ })
  await expect.poll(() => tab.textContent()).toBe('Reports2 waiting')
  const row = page.getByRole('row', { name: /Two animals can be seen/ })
  await row.getByRole('link', { name: 'Grace' }).waitFor()
  await row.getByRole('button', { name: 'Settle' }).click()
  await row.waitFor({ state: 'detached' })
  await expect.poll(() => tab.textContent()).toBe('Reports1 waiting')
  await page.getByText('Settled', { exact: true }).click()
  await row.getByText('Settled by Ada Lovelace').waitFor()
  await row.getByRole('button', { name: 'Open again' }).click()
  await row.waitFor({ state: 'detached' })
  await expect.poll(() => tab.textContent()).toBe('Reports2 waiting')
  await page.getByText('To settle', { exact: true }).click()
  await row.getByRole('link', { name: /expedition/ }).click()
  await page.waitForURL('**/tasks/*')
  await page.getByText('Two animals can be seen').waitFor()
})

test('on a phone the tab of the page is not left out of sight', async () => {
  const phone = await site.ownersPage({ viewport: { width: 390, height: 844 } })
  await phone.goto(`${site.url}/app/projects/${filled.animals}/gold`)
  const tab = phone.getByRole('navigation', { name: 'Pages of the project' }).getByRole('link', { name: 'Gold' })
  await tab.waitFor()
  const right = async () => {
    const box = await tab.boundingBox()
    return (box?.x ?? 0) + (box?.width ?? 0)
  }
  await expect.poll(right).toBeLessThan(390)
  await phone.context().close()
})

async function listen(on: (body: string, headers: Record<string, string>) => void): Promise<Server> {
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      on(body, request.headers as Record<string, string>)
      response.end('thank you, I have it')
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return server
}

test('a bar of the results filters the table, and chosen again no longer does', async () => {
  await page.goto(`${site.url}/app/projects/${filled.animals}/results`)
  const rows = page.getByRole('row').filter({ hasText: 'expedition/' })
  const shown = (count: number) => expect.poll(() => rows.count(), { timeout: 10_000 }).toBe(count)
  await shown(8)
  const bar = page.getByRole('button', { name: /^fox/ })
  await bar.click()
  await page.waitForURL(/field=animal&value=fox/)
  await shown(1)
  expect(await rows.textContent()).toContain('fox')
  await page.getByRole('button', { name: /^90% and more/ }).click()
  await page.waitForURL(/level=sure/)
  await bar.click()
  await shown(4)
  await page.getByRole('button', { name: 'sure: 90% and more' }).click()
  await shown(8)
})

test('the overview tells pace, agreement and cost', async () => {
  await page.goto(`${site.url}/app/projects/${filled.animals}`)
  await page.getByRole('img', { name: /^Answers per hour in the last 48 hours: 24 in the busiest hour/ }).waitFor()
  const figure = async (name: string) => page.locator('dl > div').filter({ hasText: name }).textContent()
  expect(await figure('Answers to come')).toContain('12')
  expect(await figure('Agreement')).toContain('83%')
  expect(await figure('Time left')).toContain('about 30 min')
})

test('the palette goes anywhere by a few letters', async () => {
  await page.goto(`${site.url}/app/projects`)
  await page.getByRole('heading', { name: 'Projects' }).waitFor()
  const search = page.getByRole('combobox', { name: 'Search' })
  const ask = async (words: string) => {
    await search.waitFor({ state: 'detached' })
    await page.keyboard.press('Control+k')
    await search.waitFor()
    await expect.poll(() => search.evaluate((input) => input === document.activeElement)).toBe(true)
    await page.keyboard.type(words)
  }
  await ask('birds')
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/app/projects/${filled.fields}`)
  await ask('dark')
  await page.keyboard.press('Enter')
  await page.locator('html[data-mantine-color-scheme=dark]').waitFor({ state: 'attached' })
  await ask('zzzz')
  await page.getByText('Nothing is called that.').waitFor()
  // Opened again while it still fades out, it begins anew.
  await page.keyboard.press('Control+k')
  await page.keyboard.press('Control+k')
  await expect.poll(() => search.inputValue()).toBe('')
  await expect.poll(() => search.evaluate((input) => input === document.activeElement)).toBe(true)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
})

test('a page that arrives behind the palette leaves the keyboard in it', async () => {
  let arrive = () => {}
  const held = new Promise<void>((resolve) => {
    arrive = resolve
  })
  await page.route(`${site.url}/projects/${filled.animals}`, async (route) => {
    await held
    await route.continue()
  })
  await page.goto(`${site.url}/app/projects/${filled.animals}`)
  await page.getByRole('navigation', { name: 'Pages', exact: true }).waitFor()
  await page.keyboard.press('Control+k')
  const search = page.getByRole('combobox', { name: 'Search' })
  const focused = () => search.evaluate((input) => input === document.activeElement)
  await expect.poll(focused).toBe(true)
  arrive()
  await page.locator('h1').waitFor({ state: 'attached' })
  expect(await focused()).toBe(true)
  await page.keyboard.press('Escape')
  await page.unrouteAll({ behavior: 'wait' })
})

test('a lost connection shows, and heals by itself', async () => {
  await page.goto(`${site.url}/app/projects`)
  await page.getByText('Birds at the gate').first().waitFor()
  await page.context().setOffline(true)
  await page.getByText('No connection to Whisker.').waitFor()
  await page.context().setOffline(false)
  await page.getByText('No connection to Whisker.').waitFor({ state: 'hidden' })
  await page.getByText('Birds at the gate').first().waitFor()
})

test('who asks for less motion gets none', async () => {
  const calm = await site.ownersPage({ reducedMotion: 'reduce' })
  await calm.goto(`${site.url}/app/projects`)
  await calm.getByText('Birds at the gate').first().waitFor()
  await calm.keyboard.press('Control+k')
  await calm.getByRole('dialog').waitFor()
  expect(await longestMotionMs(calm)).toBeLessThan(20)
  const worker = await site.workersPage(filled.animals, { reducedMotion: 'reduce' })
  await worker.locator('.frame img').waitFor()
  // The tools above a picture move, and stand there when it has loaded.
  await worker.locator('.tools').waitFor({ state: 'attached' })
  expect(await longestMotionMs(worker)).toBeLessThan(20)
  const lively = await site.workersPage(filled.animals)
  await lively.locator('.tools').waitFor({ state: 'attached' })
  expect(await longestMotionMs(lively)).toBeGreaterThan(20)
  expect(site.faults).toEqual([])
})

/** The longest movement that any element of the page would make. */
function longestMotionMs(page: Page): Promise<number> {
  return page.evaluate(() => {
    const ms = (list: string) =>
      Math.max(...list.split(',').map((time) => Number.parseFloat(time) * (/\dms$/.test(time.trim()) ? 1 : 1000)))
    return Math.max(
      ...[...document.querySelectorAll('*')].map((element) => {
        const { transitionDuration, animationDuration, animationName } = getComputedStyle(element)
        return Math.max(ms(transitionDuration), animationName === 'none' ? 0 : ms(animationDuration))
      }),
    )
  })
}
