import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSite, type Site } from '../site.ts'
import { click, drag, drawn, painted, photo, placeOf, ready, sendPicture, touch } from './drawing.fixture.ts'

/** Points and outlines, on the canvas that boxes are drawn on. */
let site: Site
let picture: string
beforeAll(async () => {
  site = await openSite()
  picture = await sendPicture(site, await photo(100))
}, 120_000)
afterAll(() => site?.stop())

async function open(type: 'points' | 'polygons'): Promise<{ page: Page; answers: () => Promise<unknown[]> }> {
  const options = ['cat', 'dog'].map((value) => ({ value }))
  const { id } = await site.owner.createProject({
    body: {
      title: 'Mark the animals',
      input_spec: [{ name: 'photo', type: 'image' }],
      output_spec: [{ type, name: 'animals', label: 'Every animal', options }],
    },
  })
  await site.owner.createTask({ body: { project_id: id, task_spec: [{ photo: picture }] } })
  const page = await site.workersPage(id, { reducedMotion: 'reduce' })
  await ready(page)
  return {
    page,
    answers: async () => {
      const { data } = await site.owner.listProjectAnswers({ params: { project_id: id }, query: {} })
      return data.map(({ values }) => values[0]?.animals)
    },
  }
}

const rounded = (value: number) => Math.round(value / 10) * 10

test('places are counted with a click each; one is moved, one goes away', async () => {
  const { page, answers } = await open('points')
  const places = async () => (await drawn(page))?.map(({ label, x, y }) => [label, rounded(x), rounded(y)] as const)
  await click(page, [500, 500])
  await click(page, [1500, 500])
  await page.keyboard.press('2')
  await click(page, [2500, 1500])
  await expect.poll(places).toEqual([
    ['cat', 500, 500],
    ['dog', 1500, 500],
    ['dog', 2500, 1500],
  ])
  expect(await painted(page)).toBeGreaterThan(100)
  await page.keyboard.press('v')
  await click(page, [500, 500])
  await drag(page, [500, 500], [700, 800])
  await expect.poll(async () => (await places())?.[0]).toEqual(['cat', 700, 800])
  await click(page, [1500, 500])
  await page.keyboard.press('Delete')
  await expect.poll(places).toEqual([
    ['cat', 700, 800],
    ['dog', 2500, 1500],
  ])
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await answers()).length).toBe(1)
  expect(site.faults).toEqual([])
})

test('an outline is clicked and closed on its first corner; a corner is moved, put in and taken away, and it never crosses itself', async () => {
  const { page, answers } = await open('polygons')
  const corners = async () => {
    const [first] = ((await drawn(page)) ?? []) as unknown as { points: [number, number][] }[]
    return first?.points.map((corner) => corner.map(rounded))
  }
  for (const at of [
    [500, 500],
    [1500, 500],
    [1500, 1500],
    [500, 1500],
  ] as const)
    await click(page, at)
  expect(await drawn(page)).toBeUndefined()
  await click(page, [505, 495])
  await expect.poll(corners).toEqual([
    [500, 500],
    [1500, 500],
    [1500, 1500],
    [500, 1500],
  ])
  await page.keyboard.press('v')
  await drag(page, [1500, 1500], [1800, 1700])
  await expect.poll(async () => (await corners())?.[2]).toEqual([1800, 1700])
  await drag(page, [1000, 500], [1000, 300])
  const five = [
    [500, 500],
    [1000, 300],
    [1500, 500],
    [1800, 1700],
    [500, 1500],
  ]
  await expect.poll(corners).toEqual(five)
  // Over the other side it does not go: it stays where it could be last.
  await drag(page, [1000, 300], [1000, 1900])
  await page.waitForTimeout(200)
  expect((await corners())?.[1]?.[1]).toBeLessThan(1600)
  await page.keyboard.press('z')
  await page.keyboard.press('Escape')
  await click(page, [1000, 900])
  const { x, y } = await placeOf(page, [1000, 300])
  await page.mouse.move(x, y)
  for (const key of ['c', 'Delete']) await page.keyboard.press(key)
  await expect.poll(async () => (await corners())?.length).toBe(4)
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await answers()).length).toBe(1)
  expect(site.faults).toEqual([])
})

test('by finger a corner is tapped and deleted', async () => {
  const options = [{ value: 'cat' }]
  const { id } = await site.owner.createProject({
    body: {
      title: 'Outline the animals',
      input_spec: [{ name: 'photo', type: 'image' }],
      output_spec: [{ type: 'polygons', name: 'animals', options }],
    },
  })
  await site.owner.createTask({ body: { project_id: id, task_spec: [{ photo: picture }] } })
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }
  const page = await site.workersPage(id, phone)
  await ready(page)
  const session = await page.context().newCDPSession(page)
  const corners: [number, number][] = [
    [500, 500],
    [2500, 500],
    [2500, 1700],
    [500, 1700],
  ]
  for (const at of [...corners, corners[0]!]) await touch(session, [[await placeOf(page, at)]])
  const count = async () => ((await drawn(page)) as unknown as { points: unknown[] }[] | undefined)?.[0]?.points.length
  await expect.poll(count).toBe(4)
  await page.getByRole('button', { name: 'Select', exact: true }).tap()
  await touch(session, [[await placeOf(page, [2500, 1700])]])
  await page.getByRole('button', { name: 'Delete what is selected' }).tap()
  await expect.poll(count).toBe(3)
  expect(site.faults).toEqual([])
})

test('each of many boxes is laid out in the list, the last one too', async () => {
  const { id } = await site.owner.createProject({
    body: {
      title: 'Find the animals',
      input_spec: [{ name: 'photo', type: 'image' }],
      output_spec: [{ type: 'boxes', name: 'animals', options: [{ value: 'cat' }, { value: 'dog' }] }],
    },
  })
  await site.owner.createTask({ body: { project_id: id, task_spec: [{ photo: picture }] } })
  const page = await site.workersPage(id, { reducedMotion: 'reduce' })
  await ready(page)
  const add = page.getByRole('button', { name: 'Add a box' })
  const rows = page.locator('.boxes > .box')
  for (let n = 1; n <= 6; n++) {
    await add.click()
    await expect.poll(() => rows.count()).toBe(n)
    for (const width of [1440, 1024, 390]) {
      await page.setViewportSize({ width, height: 900 })
      const heads = await rows
        .locator('.box-head > *')
        .evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect()).map((box) => [box.width, box.height]))
      expect(heads).toHaveLength(3 * n)
      for (const [wide, high] of heads) expect(Math.min(wide!, high!)).toBeGreaterThan(5)
    }
    await page.setViewportSize({ width: 1440, height: 900 })
    await rows.last().getByRole('combobox').focus()
    const fields = rows.last().locator('.box-place input')
    await expect.poll(() => fields.first().isVisible()).toBe(true)
    for (const box of await fields.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().width)))
      expect(box).toBeGreaterThan(30)
  }
  expect(site.faults).toEqual([])
})
