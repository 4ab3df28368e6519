import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSite, type Site } from '../site.ts'

/** What is there, each with what is said of it: by keys alone, and with a finger. */
let site: Site
beforeAll(async () => {
  site = await openSite()
}, 120_000)
afterAll(() => site?.stop())

const options = (...values: string[]) => values.map((value) => ({ value }))

async function open(phone = false): Promise<{ page: Page; answers: () => Promise<unknown[]> }> {
  const { id } = await site.owner.createProject({
    body: {
      title: 'Who is there?',
      input_spec: [{ name: 'note', type: 'text' }],
      output_spec: [
        {
          ...{ type: 'rows', name: 'seen', label: 'Who is there?', key: 'species' },
          fields: [
            { type: 'radio', name: 'species', label: 'Kind', options: options('zebra', 'lion', 'gnu') },
            { type: 'number', name: 'count', label: 'How many', min: 1 },
            { type: 'radio', name: 'doing', label: 'Doing', options: options('standing', 'moving'), required: false },
          ],
        },
      ],
    },
  })
  for (const note of ['A herd at noon.', 'An empty plain.'])
    await site.owner.createTask({ body: { project_id: id, task_spec: [{ note }] } })
  const page = await site.workersPage(
    id,
    phone ? { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } : {},
  )
  await page.getByRole('group', { name: 'Who is there?' }).waitFor()
  return {
    page,
    answers: async () => {
      const { data } = await site.owner.listProjectAnswers({ params: { project_id: id }, query: {} })
      return data.toReversed().map(({ values }) => values[0]?.seen)
    },
  }
}

const row = (page: Page, name: string) => page.getByRole('listitem', { name })

test('by keyboard alone: a key adds a row, Enter goes on in it, digits choose, Delete takes it away, a key says nothing', async () => {
  const { page, answers } = await open()
  await page.keyboard.press('1')
  await row(page, 'zebra').waitFor()
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT')
  await page.keyboard.type('0')
  await page.keyboard.press('Enter')
  await page.keyboard.press('2')
  await expect.poll(() => row(page, 'zebra').getByRole('radio', { name: 'moving' }).isChecked()).toBe(true)
  await page.keyboard.press('2')
  await row(page, 'lion').waitFor()
  await page.keyboard.type('3')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Delete')
  await expect.poll(() => row(page, 'lion').count()).toBe(0)
  await page.keyboard.press('3')
  await row(page, 'gnu').waitFor()
  await page.keyboard.type('12')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await row(page, 'zebra').getByText('At least 1.').waitFor()
  await row(page, 'zebra').getByRole('textbox').fill('2')
  await page.waitForTimeout(100)
  await page.keyboard.press('Control+Enter')
  await page.getByText('An empty plain.').or(page.getByText('A herd at noon.')).first().waitFor()
  await expect.poll(answers).toEqual([
    [
      { species: 'zebra', count: 2, doing: 'moving' },
      { species: 'gnu', count: 12 },
    ],
  ])
  await page.keyboard.press('4')
  await page.waitForTimeout(100)
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await answers()).at(-1)).toEqual([])
}, 60_000)

test('a tree as the key: a row is added first, and what it is found by its name', async () => {
  const { id } = await site.owner.createProject({
    body: {
      title: 'Which birds?',
      input_spec: [{ name: 'note', type: 'text' }],
      output_spec: [
        {
          ...{ type: 'rows', name: 'seen', label: 'Which birds?', key: 'species' },
          fields: [
            {
              ...{ type: 'select', name: 'species', label: 'Species' },
              options: [
                { value: 'heron' },
                { value: 'grey heron', parent: 'heron', synonyms: ['Ardea cinerea'] },
                { value: 'duck' },
              ],
            },
            { type: 'number', name: 'count', label: 'How many', min: 1 },
          ],
        },
      ],
    },
  })
  await site.owner.createTask({ body: { project_id: id, task_spec: [{ note: 'At the pond.' }] } })
  const page = await site.workersPage(id)
  await page.getByRole('group', { name: 'Which birds?' }).waitFor()
  await page.keyboard.press('1')
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('combobox')
  await page.keyboard.type('ardea')
  await page.getByRole('option', { name: 'grey heron' }).waitFor()
  await page.keyboard.press('Enter')
  await row(page, 'grey heron').getByRole('textbox').fill('2')
  await page.waitForTimeout(100)
  await page.keyboard.press('Control+Enter')
  await expect
    .poll(async () => {
      const { data } = await site.owner.listProjectAnswers({ params: { project_id: id }, query: {} })
      return data.map(({ values }) => values[0]?.seen)
    })
    .toEqual([[{ species: 'grey heron', count: 2 }]])
}, 60_000)

test('on a phone: a finger adds rows without opening the keyboard, and takes one away', async () => {
  const { page, answers } = await open(true)
  await page.getByText('zebra').tap()
  await page.getByText('lion').tap()
  await row(page, 'lion').waitFor()
  expect(await page.evaluate(() => document.activeElement?.matches('input:not([type=checkbox])'))).toBe(false)
  await row(page, 'lion').getByRole('button', { name: 'Remove row 2 (lion)' }).tap()
  await row(page, 'zebra').getByRole('textbox').fill('4')
  await row(page, 'zebra').getByText('standing').tap()
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  await page.getByRole('button', { name: /^Send/ }).tap()
  await expect.poll(answers).toEqual([[{ species: 'zebra', count: 4, doing: 'standing' }]])
}, 60_000)
