import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSite, type Site } from '../site.ts'
import { type Box, drag, drawn, photo, ready, sendPicture } from './drawing.fixture.ts'

/** What is said of each box besides its class: by keys, kept, sent, put together, and corrected. */
let site: Site
let page: Page
let project: number

const pose = {
  ...{ name: 'pose', label: 'Pose', type: 'radio' },
  options: [{ value: 'standing' }, { value: 'lying' }, { value: 'eating' }],
}
const hurt = { name: 'hurt', label: 'Hurt', type: 'checkbox', required: false, options: [{ value: 'yes' }] }
const tag = { name: 'tag', label: 'Ear tag', type: 'input', required: false, max_length: 8 }

beforeAll(async () => {
  site = await openSite()
  const { id } = await site.owner.createProject({
    body: {
      ...{ title: 'How the animals are', min_answers: 1, max_answers: 1 },
      input_spec: [{ name: 'photo', type: 'image' }],
      output_spec: [
        {
          ...{ type: 'boxes', name: 'animals', label: 'Every animal' },
          options: [{ value: 'cat' }, { value: 'dog' }],
          attributes: [pose, hurt, tag],
        },
      ],
    } as never,
  })
  project = id
  for (const shade of [90, 110]) {
    const picture = await sendPicture(site, await photo(shade))
    await site.owner.createTask({ body: { project_id: id, name: String(shade), task_spec: [{ photo: picture }] } })
  }
  page = await site.workersPage(project, { reducedMotion: 'reduce' })
  await ready(page)
}, 120_000)
afterAll(() => site?.stop())

const said = async () => (await drawn(page))?.map(({ attributes }) => attributes)
const hasFocus = (selector: string) => page.evaluate((one) => document.activeElement?.matches(one) ?? false, selector)
const resultOf = async (name: string) => {
  const { data } = await site.owner.listTasks({ query: { project_id: project, search: name } })
  return (data[0]!.result?.[0]?.animals?.value ?? []) as Box[]
}

test('two boxes are drawn, and what is said of each is chosen by keys', async () => {
  await drag(page, [200, 200], [800, 700])
  await page.keyboard.press('.')
  await expect.poll(() => hasFocus('fieldset')).toBe(true)
  for (const key of ['2', '1', 'Enter']) await page.keyboard.press(key)
  await expect.poll(() => hasFocus('input[type=text], input:not([type])')).toBe(true)
  await page.keyboard.type('A7')
  await page.keyboard.press('Enter')
  await expect.poll(() => hasFocus('.canvas')).toBe(true)
  await expect.poll(said).toEqual([{ pose: 'lying', hurt: ['yes'], tag: 'A7' }])
  await drag(page, [1200, 300], [1700, 800])
  await expect.poll(said).toHaveLength(2)
  // The first one says in a line what is said of it, while the second is asked about.
  await page.getByText('lying, yes, A7').waitFor()
})

test('one without what is required is not sent, and is told by its box', async () => {
  await page.keyboard.press('Enter')
  const second = page.getByRole('listitem', { name: 'Box 2' })
  await second.getByText('needs an answer').waitFor()
  expect(await page.getByRole('listitem', { name: 'Box 1' }).getByText('needs an answer').count()).toBe(0)
})

test('it is taken back and done again like a stroke', async () => {
  await page.locator('.canvas').focus()
  await page.keyboard.press('.')
  await page.keyboard.press('3')
  await expect.poll(async () => (await said())?.[1]).toEqual({ pose: 'eating' })
  await page.keyboard.press('Escape')
  await page.locator('.canvas').focus()
  await page.keyboard.press('Control+z')
  await expect.poll(async () => (await said())?.[1]).toBeUndefined()
  await page.keyboard.press('Control+Shift+z')
  await expect.poll(async () => (await said())?.[1]).toEqual({ pose: 'eating' })
})

test('it survives a reload, is sent, and stands in the result', async () => {
  await page.reload()
  await ready(page)
  await page.getByText('lying, yes, A7').waitFor()
  await page.locator('.canvas').focus()
  await page.keyboard.press('Enter')
  const both = async () => [...(await resultOf('90')), ...(await resultOf('110'))].map(({ attributes }) => attributes)
  await expect.poll(both).toEqual([{ pose: 'lying', hurt: ['yes'], tag: 'A7' }, { pose: 'eating' }])
})

test('what the item before had is copied with it', async () => {
  await ready(page)
  await page.locator('.canvas').focus()
  await page.keyboard.press('p')
  await expect.poll(said).toEqual([{ pose: 'lying', hurt: ['yes'], tag: 'A7' }, { pose: 'eating' }])
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await resultOf('110')).length + (await resultOf('90')).length).toBe(4)
})

test('a reviewer corrects it beside the picture', async () => {
  const owner = await site.ownersPage({ reducedMotion: 'reduce' })
  const { data } = await site.owner.listTasks({ query: { project_id: project, search: '90' } })
  await owner.goto(`${site.url}/app/projects/${project}/tasks/${data[0]!.id}`)
  await owner.getByText('cat (lying, yes, A7)').first().waitFor()
  await owner.getByRole('button', { name: 'Correct the result' }).click()
  const dialog = owner.getByRole('dialog')
  await dialog.locator('.drawing .canvas').waitFor()
  await dialog.locator('.drawing .canvas').focus()
  // The first one is disputed, since one person alone said it, and is selected.
  await dialog.getByText('Pose, cat 1').waitFor()
  await owner.keyboard.press('.')
  await expect.poll(() => owner.evaluate(() => document.activeElement?.tagName)).toBe('INPUT')
  await owner.getByRole('option', { name: 'standing' }).click()
  await dialog.getByRole('button', { name: 'Correct the result' }).click()
  await dialog.waitFor({ state: 'detached' })
  expect((await resultOf('90')).map(({ attributes }) => attributes?.pose)).toEqual(['standing', 'eating'])
  expect(site.faults).toEqual([])
})
