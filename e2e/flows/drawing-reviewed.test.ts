import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSite, type Site } from '../site.ts'
import { type Box, classes, drag, photo, sendPicture } from './drawing.fixture.ts'

/** What several people drew, as a reviewer corrects it and as a requester makes gold of it: on the canvas of the workers. */
let site: Site
let page: Page
let project: number

const cat = { label: 'cat', x: 200, y: 200, width: 600, height: 500 }
const dog = { label: 'dog', x: 1200, y: 300, width: 500, height: 400 }
const bird = { label: 'bird', x: 2200, y: 1200, width: 400, height: 300 }
/** All see the cat; two what may be a dog; one the bird. */
const said: Box[][] = [
  [cat, dog],
  [cat, { ...dog, label: 'bird' }],
  [cat, bird],
]

beforeAll(async () => {
  site = await openSite()
  const { id } = await site.owner.createProject({
    body: {
      title: 'Find the animals',
      ...{ min_answers: 2, max_answers: 3, confidence: 0.99 },
      input_spec: [{ name: 'photo', type: 'image' }],
      output_spec: [
        { type: 'boxes', name: 'animals', label: 'Every animal', options: classes.map((value) => ({ value })) },
      ],
    },
  })
  project = id
  for (const shade of [90, 100, 110]) {
    const picture = await sendPicture(site, await photo(shade))
    await site.owner.createTask({ body: { project_id: id, name: String(shade), task_spec: [{ photo: picture }] } })
  }
  for (const animals of said) {
    const worker = await site.worker(id)
    const { assignments } = await worker.takeAssignments({ body: { project_id: id, count: 3 } })
    for (const { id: assignment_id, token } of assignments)
      await worker.submitAssignment({ params: { assignment_id }, body: { token, answer: [{ animals }] } })
  }
  page = await site.ownersPage({ reducedMotion: 'reduce' })
}, 120_000)
afterAll(() => site?.stop())

async function taskOf(name: string) {
  const { data } = await site.owner.listTasks({ query: { project_id: project, search: name } })
  return data[0]!
}
const boxesOf = async (name: string) => ((await taskOf(name)).result?.[0]?.animals?.value ?? []) as Box[]
const labels = async (name: string) => (await boxesOf(name)).map(({ label }) => label)
const decision = () => page.locator('form[aria-label="Your decision"]')
const nameInFront = () => decision().locator('a').first().textContent()
const status = (text: string | RegExp) => page.getByRole('status').filter({ hasText: text }).waitFor()

test('a result says what is disputed, and what was left out', async () => {
  const { result, status } = await taskOf('90')
  expect(status).toBe('needs_review')
  const { value, objects, left_out } = result![0]!.animals!
  expect((value as Box[]).map(({ label }) => label)).toEqual(['cat', 'dog'])
  expect(objects!.map(({ disputed }) => disputed)).toEqual([false, true])
  expect(left_out!.map(({ object }) => object)).toEqual([bird])
  expect(left_out![0]!.exists).toBeGreaterThan(0.1)
  expect(left_out![0]!.exists).toBeLessThan(0.5)
})

test('a reviewer goes through what is disputed by keys alone: take, remove, save', async () => {
  await page.goto(`${site.url}/app/projects/${project}/review`)
  await page.locator('.drawing .canvas').waitFor()
  await status('2 objects are disputed')
  const first = (await nameInFront())!
  // The dog is not there; the bird, which only one saw, is.
  await page.keyboard.press('Delete')
  await status('1 object is disputed')
  await page.keyboard.press('Enter')
  await status('Nothing is disputed any more')
  expect(await nameInFront()).toBe(first)
  await page.keyboard.press('Enter')
  await expect.poll(() => labels(first)).toEqual(['cat', 'bird'])
  expect((await taskOf(first)).method).toBe('reviewer')
})

test('what is missing is drawn, and no letter decides over the task meanwhile', async () => {
  await page.locator('.drawing .canvas').waitFor()
  await status('2 objects are disputed')
  const second = (await nameInFront())!
  await page.locator('.drawing .canvas').focus()
  for (const key of ['s', 'z', 'Control+a', 'Delete', 'b', '3']) await page.keyboard.press(key)
  expect(await nameInFront()).toBe(second)
  await drag(page, [500, 1000], [900, 1500])
  await page.getByRole('button', { name: 'Save' }).click()
  await expect.poll(() => labels(second)).toEqual(['bird'])
  const [{ x, y, width, height }] = (await boxesOf(second)) as [Box]
  for (const [value, drawn] of [
    [x, 500],
    [y, 1000],
    [width, 400],
    [height, 500],
  ] as const)
    expect(Math.abs(value - drawn)).toBeLessThanOrEqual(5)
})

test('a finished task is corrected on its picture, and Escape there ends a stroke before it closes the dialog', async () => {
  const done = (await site.owner.listTasks({ query: { project_id: project, status: 'completed' } })).data[0]!
  await page.goto(`${site.url}/app/projects/${project}/tasks/${done.id}`)
  await page.getByRole('button', { name: 'Correct the result' }).click()
  await page.locator('.drawing .canvas').waitFor()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('2')
  await page.getByRole('dialog').getByRole('button', { name: 'Correct the result' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(new Set(await labels(done.name!))).toEqual(new Set(['dog']))
})

test('what is right for certain is drawn where a task becomes gold', async () => {
  const open = (await site.owner.listTasks({ query: { project_id: project, status: 'needs_review' } })).data[0]!
  await page.goto(`${site.url}/app/projects/${project}/tasks/${open.id}`)
  await page.getByRole('button', { name: 'Use as gold' }).click()
  await page.locator('.drawing .canvas').waitFor()
  await status('2 objects are disputed')
  for (const key of ['Enter', 'Enter', 'Enter']) await page.keyboard.press(key)
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect((await taskOf(open.name!)).gold).toBe(true)
  expect(await labels(open.name!)).toEqual(['cat', 'dog', 'bird'])
  expect(site.faults).toEqual([])
})
