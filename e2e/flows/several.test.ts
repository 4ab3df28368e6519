import type { ProjectDraft } from '@whisker/api/project-settings.ts'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sendPictures } from '../pages/filled.ts'
import { openSite, type Site } from '../site.ts'

/** Several items on one page, and texts that run from right to left. */
let site: Site
beforeAll(async () => {
  site = await openSite()
}, 120_000)
afterAll(() => site?.stop())

const options = ['good', 'bad'].map((value) => ({ value }))

async function makeProject(draft: Partial<ProjectDraft>, task_spec: Record<string, string>[]): Promise<number> {
  const { id } = await site.owner.createProject({
    body: {
      title: 'How is it?',
      input_spec: [{ name: 'text', type: 'text' }],
      output_spec: [{ type: 'radio', name: 'mood', options }],
      ...draft,
    },
  })
  await site.owner.createTask({ body: { project_id: id, task_spec } })
  return id
}

const answersOf = async (project_id: number) =>
  (await site.owner.listProjectAnswers({ params: { project_id }, query: {} })).data.map(({ values }) => values)

/** The left edges of the items, in their order. */
const edges = (page: Page) =>
  page.locator('.card').evaluateAll((cards) => cards.map((card) => Math.round(card.getBoundingClientRect().x)))

const active = (page: Page) =>
  page.locator('.card').evaluateAll((cards) => cards.findIndex((card) => card.getAttribute('data-active') === 'true'))

test('a grid of pictures: as many columns as fit, arrows between the items, sent when all are answered', async () => {
  const { id: album } = await site.owner.createProject({
    body: {
      title: 'Album',
      input_spec: [{ name: 'image_with_animal', type: 'image' }],
      output_spec: [{ type: 'radio', name: 'mood', options }],
    },
  })
  const pictures = await sendPictures(site.owner, album, `${site.folder}/pictures`)
  const project = await makeProject(
    { input_spec: [{ name: 'image_with_animal', type: 'image' }] },
    pictures.slice(0, 4).map((image_with_animal) => ({ image_with_animal })),
  )
  const page = await site.workersPage(project)
  await page.locator('.frame img').nth(3).waitFor()
  expect(new Set(await edges(page)).size).toBe(4)
  await page.setViewportSize({ width: 1024, height: 768 })
  expect(new Set(await edges(page)).size).toBe(3)

  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  expect(await active(page)).toBe(2)
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('1')
  // On to what is still open, here the next one; in the end back to what was passed over.
  expect(await active(page)).toBe(2)
  await page.getByText('1 of 4 answered').waitFor()
  await page.keyboard.press('2')
  await page.keyboard.press('2')
  expect(await active(page)).toBe(0)
  await page.keyboard.press('Enter')
  expect(await answersOf(project)).toEqual([])
  await page.keyboard.press('1')
  await page.getByText('4 of 4 answered').waitFor()
  await page.keyboard.press('Enter')
  await expect.poll(() => answersOf(project)).toEqual([['good', 'good', 'bad', 'bad'].map((mood) => ({ mood }))])
  expect(site.faults).toEqual([])
})

const arabic = ['خدمة رائعة وسريعة.', 'وصل الطلب متأخرا، ولم يعتذر أحد.', 'لا بأس.']
const direction = (page: Page) =>
  page.locator('.texts p').evaluateAll((texts) => texts.map((text) => getComputedStyle(text).direction))

test('Arabic texts in an Arabic page: from right to left, and so are the arrows', async () => {
  const project = await makeProject(
    { language: 'ar' },
    arabic.map((text) => ({ text })),
  )
  const page = await site.workersPage(project)
  await page.evaluate(() => localStorage.setItem('whisker-worker', JSON.stringify({ language: 'ar' })))
  await page.reload()
  await page.locator('.card').nth(2).waitFor()
  expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
  expect(await direction(page)).toEqual(['rtl', 'rtl', 'rtl'])
  const [first, second] = await edges(page)
  expect(first).toBeGreaterThan(second as number)
  await page.keyboard.press('ArrowLeft')
  expect(await active(page)).toBe(1)
  await page.keyboard.press('ArrowRight')
  expect(await active(page)).toBe(0)
  for (const digit of ['1', '2', '1']) await page.keyboard.press(digit)
  await page.keyboard.press('Enter')
  await expect.poll(() => answersOf(project)).toHaveLength(1)
  expect(site.faults).toEqual([])
})

test('a text has a measure that reads well, and its own direction whatever the page speaks', async () => {
  const long = 'The parcel came late, and nobody said a word about it. '.repeat(12)
  const project = await makeProject({}, [{ text: long }])
  await site.owner.createTask({ body: { project_id: project, task_spec: [{ text: arabic[1] as string }] } })
  const page = await site.workersPage(project)
  const text = page.locator('.texts p')
  await text.waitFor()
  const measure = async () => (await text.boundingBox())?.width ?? 0
  const size = Number.parseFloat(await text.evaluate((p) => getComputedStyle(p).fontSize))
  // Some 45 to 80 characters a line: a character is about half as wide as it is high.
  expect((await measure()) / (size / 2)).toBeGreaterThan(45)
  expect((await measure()) / (size / 2)).toBeLessThan(80)
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  expect(await measure()).toBeGreaterThan(300)
  await page.setViewportSize({ width: 1440, height: 900 })

  expect(await direction(page)).toEqual(['ltr'])
  await page.keyboard.press('1')
  await page.getByText(arabic[1] as string).waitFor()
  expect(await direction(page)).toEqual(['rtl'])

  await page.evaluate(() => localStorage.setItem('whisker-worker', JSON.stringify({ language: 'ar' })))
  await site.join(page, await makeProject({}, [{ text: 'Late.' }]))
  await page.getByText('Late.').waitFor()
  expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
  expect(await direction(page)).toEqual(['ltr'])
  expect(site.faults).toEqual([])
})
