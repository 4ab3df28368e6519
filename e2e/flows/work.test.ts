import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sendPictures } from '../pages/filled.ts'
import { openSite, type Site } from '../site.ts'

/** A worker's day: keys only, a phone, a network that goes away, a page that is loaded anew. */
let site: Site
beforeAll(async () => {
  site = await openSite()
}, 120_000)
afterAll(() => site?.stop())

/** A project of its own with the example's pictures; one choice, so that a key answers. */
async function makeProject(output: 'radio' | 'input'): Promise<number> {
  const options = ['cat', 'dog', 'bird'].map((value) => ({ value }))
  const { id } = await site.owner.createProject({
    body: {
      title: 'What animal is this?',
      input_spec: [{ name: 'image_with_animal', type: 'image' }],
      output_spec: [
        output === 'radio'
          ? { type: 'radio', name: 'animal', label: 'Which animal?', options }
          : { type: 'input', name: 'animal', label: 'Which animal?' },
      ],
    },
  })
  await sendPictures(site.owner, id, `${site.folder}/pictures`)
  return id
}

async function answersOf(project_id: number): Promise<unknown[]> {
  const { data } = await site.owner.listProjectAnswers({ params: { project_id }, query: {} })
  return data.toReversed().map(({ values }) => values[0]?.animal)
}

const picture = (page: Page) => page.locator('.frame img')

/** Does something that brings the next picture, and waits for it. */
async function next(page: Page, act: () => Promise<unknown>): Promise<void> {
  const before = await picture(page).getAttribute('src')
  await act()
  await expect.poll(() => picture(page).getAttribute('src')).not.toBe(before)
  // Quicker than 80 ms is taken for a key that bounced.
  await page.waitForTimeout(100)
}

test('by keyboard alone: a digit answers, S skips with a reason, ? shows the keys, a key is changed', async () => {
  const project = await makeProject('radio')
  const page = await site.workersPage(project)
  await picture(page).waitFor()
  await next(page, () => page.keyboard.press('2'))
  await next(page, () => page.keyboard.press('1'))
  await page.keyboard.press('s')
  await page.getByRole('dialog').waitFor()
  await next(page, () => page.keyboard.press('1'))
  await expect.poll(() => answersOf(project)).toEqual(['dog', 'cat'])

  await page.keyboard.press('?')
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  await dialog.getByRole('button', { name: /Change the key for: Skip/ }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('k')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  await page.reload()
  await picture(page).waitFor()
  await page.keyboard.press('k')
  await page.getByRole('dialog', { name: 'Skip this task' }).waitFor()
  expect(site.faults).toEqual([])
})

test('on a phone: picture above, form in reach, and nothing jumps when the keyboard opens', async () => {
  const project = await makeProject('input')
  const page = await site.workersPage(project, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    deviceScaleFactor: 2,
  })
  await picture(page).waitFor()
  const boxes = async () => {
    const box = async (selector: string) => {
      const found = await page.locator(selector).first().boundingBox()
      if (!found) throw new Error(`${selector} is not on the page.`)
      return found
    }
    return { frame: await box('.frame'), field: await box('.field'), send: await box('.button.primary') }
  }
  const before = await boxes()
  expect(before.frame.y + before.frame.height).toBeLessThanOrEqual(before.field.y)
  // The thumb's reach: the lower half; and what it hits is large enough.
  expect(before.send.y).toBeGreaterThan(844 / 2)
  expect(before.send.y + before.send.height).toBeLessThanOrEqual(844)
  expect(before.send.height).toBeGreaterThanOrEqual(44)

  await page.getByLabel('Which animal?').tap()
  await page.setViewportSize({ width: 390, height: 844 - 336 })
  await expect.poll(async () => (await boxes()).send.y).toBeLessThan(844 - 336)
  const typing = await boxes()
  // Field and button stand on the keyboard as they stood on the edge, a trifle closer; the picture has less room.
  const distance = ({ field, send }: typeof before) => send.y - field.y
  expect(Math.abs(distance(typing) - distance(before))).toBeLessThanOrEqual(4)
  expect(typing.frame.y).toBeCloseTo(before.frame.y, 0)
  expect(typing.frame.height).toBeGreaterThan(100)
  expect(await page.evaluate(() => [scrollX, scrollY, document.documentElement.scrollWidth])).toEqual([0, 0, 390])
  await page.keyboard.type('cat')
  await next(page, () => page.locator('.button.primary').tap())
  const after = await boxes()
  expect(after.field.y).toBeCloseTo(typing.field.y, 0)
})

test('a touch keyboard that tells only what is seen of the page: the form stands on it, the rest stays', async () => {
  const project = await makeProject('input')
  const page = await site.workersPage(project, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  })
  await picture(page).waitFor()
  const top = async (selector: string) => (await page.locator(selector).first().boundingBox())?.y ?? 0
  const before = await top('.top')
  await page.getByLabel('Which animal?').tap()
  // As on an iPhone: the layout keeps its height, and the page is pushed up.
  const keyboard = (height: number) =>
    page.evaluate((height) => {
      Object.defineProperty(visualViewport, 'height', { value: height, configurable: true })
      visualViewport?.dispatchEvent(new Event('resize'))
    }, height)
  await keyboard(508)
  await expect.poll(() => top('.button.primary')).toBeLessThan(508 - 44)
  expect(await top('.button.primary')).toBeGreaterThan(508 - 100)
  expect(await top('.top')).toBe(before)
  expect((await page.locator('.frame').boundingBox())?.height).toBeGreaterThan(100)
  expect(await page.evaluate(() => [scrollX, scrollY])).toEqual([0, 0])
  await page.keyboard.type('cat')
  await next(page, () => page.locator('.button.primary').tap())
  expect(await top('.button.primary')).toBeGreaterThan(508 - 100)
  await keyboard(844)
  await expect.poll(() => top('.button.primary')).toBeGreaterThan(844 - 100)
})

test('a part that could not be loaded is asked for again, under another address: Chromium remembers the first', async () => {
  const page = await site.workersPage(await makeProject('radio'), { locale: 'en' })
  let down = true
  const asked: string[] = []
  for (const part of ['panels', 'de'])
    await page.route(new RegExp(`/assets/${part}-[^/]*$`), (route) => {
      asked.push(part)
      return down ? route.abort() : route.continue()
    })
  await page.reload()
  await picture(page).waitFor()
  await page.keyboard.press('?')
  await expect.poll(() => asked.length).toBeGreaterThanOrEqual(2)
  expect(await page.getByRole('dialog').count()).toBe(0)
  down = false
  await page.keyboard.press('?')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')

  down = true
  await page.getByRole('button', { name: 'Menu' }).click()
  const language = page.locator('#language')
  await language.selectOption('de')
  await expect.poll(() => asked.filter((part) => part === 'de').length).toBe(2)
  expect(await page.locator('html').getAttribute('lang')).toBe('en')
  down = false
  await language.selectOption('en')
  await language.selectOption('de')
  await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('de')
})

test('what is said without a task does not wait for what comes later; only who has answered is thanked', async () => {
  const { id } = await site.owner.createProject({
    body: {
      title: 'Empty',
      input_spec: [{ name: 'text', type: 'text' }],
      output_spec: [{ type: 'input', name: 'animal' }],
    },
  })
  const page = await site.nobody()
  let refused = 0
  await page.route('**/assets/panels-*.js*', (route) => {
    refused++
    return route.abort()
  })
  await page.goto((await site.owner.readLabelLink({ params: { project_id: id } })).url)
  await expect.poll(() => refused).toBeGreaterThan(0)
  await page.getByText('Nothing to do right now').waitFor()
  expect(await page.getByText('Thank you').count()).toBe(0)

  await site.owner.createTask({ body: { project_id: id, task_spec: [{ text: 'a bird' }] } })
  await page.reload()
  await page.getByText('a bird').waitFor()
  await page.getByRole('textbox').fill('heron')
  await page.keyboard.press('Enter')
  await page.getByText('You have done everything there is').waitFor()
})

describe('nothing is lost', () => {
  test('offline and back: "saved" only after the service said so', async () => {
    const project = await makeProject('radio')
    const page = await site.workersPage(project)
    await picture(page).waitFor()
    await next(page, () => page.keyboard.press('1'))
    await page.locator('.saved[data-state=saved]').waitFor()
    await page.waitForTimeout(1500)

    await page.context().setOffline(true)
    await next(page, () => page.keyboard.press('2'))
    await next(page, () => page.keyboard.press('3'))
    await page.getByText('No connection. Go on').waitFor()
    await page.getByText('2 not saved yet').first().waitFor()
    expect(await page.locator('.saved').getAttribute('data-state')).toBe('waiting')
    expect(await answersOf(project)).toEqual(['cat'])

    await page.context().setOffline(false)
    await page.locator('.saved[data-state=saved]').waitFor()
    expect(await answersOf(project)).toEqual(['cat', 'dog', 'bird'])
    await page.getByText('No connection. Go on').waitFor({ state: 'hidden' })
  })

  test('ten minutes without a server: answers wait, what is being typed stays, and all of it arrives', async () => {
    const project = await makeProject('input')
    const page = await site.nobody()
    await page.clock.install()
    await site.join(page, project)
    await picture(page).waitFor()
    await page.keyboard.type('cat')
    await next(page, () => page.keyboard.press('Enter'))
    await page.locator('.saved[data-state=saved]').waitFor()
    await page.waitForTimeout(1500)

    await page.context().setOffline(true)
    await page.keyboard.type('dog')
    await next(page, () => page.keyboard.press('Enter'))
    await page.keyboard.type('ow')
    await page.getByText('1 not saved yet').first().waitFor()
    for (let minute = 0; minute < 10; minute++) await page.clock.fastForward(60_000)
    const field = page.getByLabel('Which animal?')
    expect(await field.inputValue()).toBe('ow')
    await page.keyboard.type('l')
    await page.getByText('1 not saved yet').first().waitFor()
    expect(await answersOf(project)).toEqual(['cat'])

    await page.context().setOffline(false)
    await expect.poll(() => answersOf(project)).toEqual(['cat', 'dog'])
    expect(await field.inputValue()).toBe('owl')
    await field.focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => answersOf(project)).toEqual(['cat', 'dog', 'owl'])
  })

  test('answers that wait survive a closed tab', async () => {
    const project = await makeProject('radio')
    const page = await site.workersPage(project)
    await picture(page).waitFor()
    await page.waitForTimeout(1500)
    await page.context().setOffline(true)
    const answered = await picture(page).getAttribute('src')
    await next(page, () => page.keyboard.press('3'))
    const context = page.context()
    await page.close()
    await context.setOffline(false)
    const later = await context.newPage()
    await later.goto(`${site.url}/app/work?project=${project}`)
    // The service still lists it as held; nobody is asked a second time.
    await picture(later).waitFor()
    expect(await picture(later).getAttribute('src')).not.toBe(answered)
    await expect.poll(() => answersOf(project)).toEqual(['bird'])
    expect(await picture(later).getAttribute('src')).not.toBe(answered)
  })

  test('a reload keeps what was typed', async () => {
    const project = await makeProject('input')
    const page = await site.workersPage(project)
    await picture(page).waitFor()
    await page.keyboard.type('half a wo')
    await page.reload()
    await picture(page).waitFor()
    await expect.poll(() => page.getByLabel('Which animal?').inputValue()).toBe('half a wo')
  })
})
