import type { ProjectDraft } from '@whisker/api/project-settings.ts'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openSite, type Site } from '../site.ts'
import { photo, sendPicture, touch } from './drawing.fixture.ts'

/** Things put in order: by keys, by dragging with a mouse and a finger, with shared places; options, pictures and texts. */
let site: Site
let project: number
let page: Page
const words = ['ant', 'bee', 'cat', 'dog']

async function make(draft: Partial<ProjectDraft>, items: Record<string, string>[]): Promise<number> {
  const { id } = await site.owner.createProject({ body: { title: 'Best of several', ...draft } as ProjectDraft })
  for (const [n, item] of items.entries())
    await site.owner.createTask({ body: { project_id: id, name: `${n}`, task_spec: [item] } })
  return id
}

function makeWords(extra = {}): Promise<number> {
  const options = words.map((value) => ({ value }))
  return make(
    {
      input_spec: [{ name: 'note', type: 'text' }],
      output_spec: [{ type: 'rank', name: 'order', label: 'Best first', options, ...extra }],
      min_answers: 1,
    } as Partial<ProjectDraft>,
    ['one', 'two', 'three'].map((note) => ({ note })),
  )
}

const rows = (of = page) =>
  of.locator('ol.ranks > li').evaluateAll((all) => all.map((row) => row.getAttribute('aria-label')!.split(': ')[1]))

const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))

async function press(...keys: string[]) {
  for (const key of keys) await page.keyboard.press(key)
}

async function grip(of: Page, n: number) {
  const box = (await of.locator('ol.ranks .rank-grip').nth(n).boundingBox())!
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

beforeAll(async () => {
  site = await openSite()
}, 120_000)
afterAll(() => site?.stop())

describe('of options', () => {
  beforeEach(async () => {
    project = await makeWords({ ties: true })
    page = await site.workersPage(project, { reducedMotion: 'reduce' })
    await page.locator('.options button').first().waitFor()
  })
  afterEach(() => page.context().close())

  test('digits give the places, the last one comes by itself; again takes back from there', async () => {
    await press('3', '1', '4')
    await expect.poll(() => rows()).toEqual(['cat', 'ant', 'dog', 'bee'])
    await press('1')
    await expect.poll(() => rows()).toEqual(['cat'])
    await page.getByRole('button', { name: 'Place 1: cat' }).click()
    await expect.poll(() => rows(), { timeout: 4000 }).toEqual([])
  })

  test('Alt and arrows move what has the focus, and it keeps it; "=" shares a place and gives it back', async () => {
    await press('1', '2', '3')
    await page.getByRole('button', { name: 'Place 3: cat' }).focus()
    await press('Alt+ArrowUp')
    await expect.poll(() => rows()).toEqual(['ant', 'cat', 'bee', 'dog'])
    await press('Alt+ArrowUp')
    await expect.poll(() => rows()).toEqual(['cat', 'ant', 'bee', 'dog'])
    await page.getByRole('button', { name: 'Place 2: ant' }).focus()
    await press('=')
    await expect.poll(() => rows()).toEqual(['ant = cat', 'bee', 'dog'])
    await expect.poll(focused).toBe('Place 1: ant = cat')
    await press('=')
    await expect.poll(() => rows()).toEqual(['ant', 'cat', 'bee', 'dog'])
    await expect.poll(focused).toBe('Place 1: ant')
    // What cannot go further up stays, and keeps the focus.
    await page.getByRole('button', { name: 'Move up: cat' }).focus()
    await press('Enter', 'Enter')
    await expect.poll(() => rows()).toEqual(['cat', 'ant', 'bee', 'dog'])
    expect(await focused()).toBe('Move up: cat')
    expect(await page.locator('fieldset [role="status"]').textContent()).toBe('Place 1: cat')
  })

  test('a mouse drags a row over several', async () => {
    await press('1', '2', '3')
    await expect.poll(() => rows()).toHaveLength(4)
    const [from, to] = [await grip(page, 3), await grip(page, 0)]
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move(to.x, to.y, { steps: 12 })
    await page.mouse.up()
    await expect.poll(() => rows()).toEqual(['dog', 'ant', 'bee', 'cat'])
    await page.mouse.move(from.x, from.y, { steps: 4 })
    expect(await rows()).toEqual(['dog', 'ant', 'bee', 'cat'])
  })

  test('a draft stays when the page is loaded anew; then it is sent', async () => {
    await press('2', '1', '3')
    await expect.poll(() => rows()).toEqual(['bee', 'ant', 'cat', 'dog'])
    await page.reload()
    await expect.poll(() => rows()).toEqual(['bee', 'ant', 'cat', 'dog'])
    await press('Enter')
    const answers = async () => {
      const { data } = await site.owner.listProjectAnswers({ params: { project_id: project }, query: {} })
      return data.map(({ values }) => values[0]?.order)
    }
    await expect.poll(answers).toEqual([[['bee'], ['ant'], ['cat'], ['dog']]])
    const { data } = await site.owner.listTasks({ query: { project_id: project, status: 'completed' } })
    const result = data[0]?.result?.[0]?.order
    expect(result).toMatchObject({ value: [['bee'], ['ant'], ['cat'], ['dog']], order: { above: [{}, {}, {}] } })
    expect(result!.order!.whole).toBeLessThan(result!.confidence)
    expect(site.faults).toEqual([])
  })

  test('Z brings the order back as it was sent, and it is sent anew', async () => {
    await press('2', '1', '3', 'Enter')
    const given = async () => {
      const { data } = await site.owner.listProjectAnswers({ params: { project_id: project }, query: {} })
      return data.filter(({ state }) => state === 'counted').map(({ values }) => values[0]?.order)
    }
    await expect.poll(given).toEqual([[['bee'], ['ant'], ['cat'], ['dog']]])
    await expect.poll(() => rows()).toEqual([])
    await press('z')
    await expect.poll(() => rows()).toEqual(['bee', 'ant', 'cat', 'dog'])
    await page.getByRole('button', { name: 'Move up: dog' }).click()
    await expect.poll(() => rows()).toEqual(['bee', 'ant', 'dog', 'cat'])
    await press('Enter')
    await expect.poll(given).toEqual([[['bee'], ['ant'], ['dog'], ['cat']]])
    expect(site.faults).toEqual([])
  })
})

test('a finger drags, and the page stays where it is', async () => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }
  const page = await site.workersPage(await makeWords(), phone)
  for (const word of ['ant', 'bee', 'cat']) await page.getByRole('button', { name: word, exact: true }).tap()
  await expect.poll(() => rows(page)).toEqual(words)
  await page.locator('ol.ranks').scrollIntoViewIfNeeded()
  const before = await page.evaluate(() => scrollY)
  const [from, to] = [await grip(page, 0), await grip(page, 2)]
  const session = await page.context().newCDPSession(page)
  const steps = Array.from({ length: 10 }, (_, n) => [{ x: from.x, y: from.y + ((to.y - from.y) * n) / 9 }])
  await touch(session, steps)
  await expect.poll(() => rows(page)).toEqual(['bee', 'cat', 'ant', 'dog'])
  expect(await page.evaluate(() => scrollY)).toBe(before)
})

test('pictures are shown and named by their labels, texts by what they say', async () => {
  const pictures = await Promise.all([90, 110].map(async (shade) => sendPicture(site, await photo(shade))))
  const named = await make(
    {
      input_spec: [
        { name: 'p', type: 'image', label: 'Left picture' },
        { name: 'q', type: 'image', label: 'Right picture' },
        { name: 'r', type: 'text', label: 'Words' },
      ],
      output_spec: [{ type: 'rank', name: 'order', label: 'Best first', of: ['p', 'q', 'r'] }],
    } as Partial<ProjectDraft>,
    [{ p: pictures[0]!, q: pictures[1]!, r: 'a reply' }],
  )
  const page = await site.workersPage(named)
  await page.getByRole('button', { name: 'Right picture' }).click()
  await page.getByRole('button', { name: 'a reply' }).click()
  await expect.poll(() => rows(page)).toEqual(['Right picture', 'a reply', 'Left picture'])
  expect(await page.locator('fieldset [role="status"]').textContent()).toBe('Place 2: a reply')
  expect(await page.locator('ol.ranks img').count()).toBe(2)
  expect(site.faults).toEqual([])
})
