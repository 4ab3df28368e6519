import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSite, type Site } from '../site.ts'

/** A species of ten thousand, named in the worker's page by typing, by arrows and by what was taken last. */
let site: Site
let project: number
let page: Page

const herons = [
  { value: 'birds' },
  { value: 'ardeidae', label: 'herons', parent: 'birds' },
  { value: 'cinerea', label: 'grey heron', parent: 'ardeidae', synonyms: ['Ardea cinerea', 'Héron cendré'] },
  { value: 'purpurea', label: 'purple heron', parent: 'ardeidae', synonyms: ['Ardea purpurea'] },
]
const others = Array.from({ length: 9996 }, (_, n) => ({
  value: `other ${'abcdefghij'[n % 10]} ${String.fromCharCode(97 + (n % 26))}${n}`,
  parent: 'birds',
}))

beforeAll(async () => {
  site = await openSite()
  const { id } = await site.owner.createProject({
    body: {
      title: 'Which species',
      input_spec: [{ name: 'note', type: 'text' }],
      output_spec: [{ type: 'select', name: 'species', label: 'Species', options: [...herons, ...others] }],
      min_answers: 1,
    },
  })
  project = id
  for (let n = 0; n < 4; n++)
    await site.owner.createTask({ body: { project_id: id, name: `${n}`, task_spec: [{ note: `bird ${n}` }] } })
  page = await site.workersPage(id, { reducedMotion: 'reduce' })
}, 120_000)
afterAll(() => site?.stop())

const box = () => page.getByRole('combobox', { name: 'Species' })
const rows = () => page.getByRole('option').allInnerTexts()
const answers = async () => {
  const tasks = await site.owner.listTasks({ query: { project_id: project, status: 'completed' } })
  return tasks.data.map(({ result }) => result?.[0]?.species?.value).sort()
}

test('typed without its marks, by a synonym; Enter takes it and shows the way down, Enter again sends', async () => {
  await box().waitFor()
  await box().focus()
  await page.keyboard.type('heron cen')
  await expect.poll(rows).toHaveLength(1)
  expect(await box().getAttribute('aria-expanded')).toBe('true')
  const active = await box().getAttribute('aria-activedescendant')
  expect(await page.locator(`[id="${active}"]`).getAttribute('aria-selected')).toBe('true')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.locator('.place-path').textContent()).toMatch(/birds › herons › grey heron/)
  await page.keyboard.press('Enter')
  await expect.poll(answers).toEqual(['cinerea'])
})

test('by arrows down the tree and out again, stopping at an inner place', async () => {
  await page.getByText('bird 1').waitFor()
  await box().focus()
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key)
  // The place itself, and what stands below it.
  await expect
    .poll(async () => (await rows()).slice(0, 2).map((row) => row.split('\n')[0]))
    .toEqual(['birds', 'herons'])
  for (const key of ['ArrowDown', 'ArrowRight']) await page.keyboard.press(key)
  await expect
    .poll(async () => (await rows()).map((row) => row.split('\n')[0]))
    .toEqual(['herons', 'grey heron', 'purple heron'])
  await page.keyboard.press('ArrowLeft')
  await expect.poll(async () => (await rows()).length).toBeGreaterThan(3)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await expect.poll(answers).toEqual(['ardeidae', 'cinerea'])
})

test('what was taken last stands first and has a key', async () => {
  await page.getByText('bird 2').waitFor()
  await box().focus()
  await expect
    .poll(async () => (await rows()).slice(0, 2).map((row) => row.split('\n')[0]))
    .toEqual(['herons', 'grey heron'])
  await page.keyboard.press('2')
  await page.keyboard.press('Enter')
  await expect.poll(answers).toEqual(['ardeidae', 'cinerea', 'cinerea'])
})

test('a keystroke among ten thousand is shown before the next frame but two, and nothing is found in words', async () => {
  await page.getByText('bird 3').waitFor()
  await box().focus()
  const times: number[] = []
  for (const key of 'other a') {
    const started = page.evaluate(
      () =>
        new Promise<number>((done) => {
          addEventListener(
            'keydown',
            () => {
              const from = performance.now()
              requestAnimationFrame(() => setTimeout(() => done(performance.now() - from)))
            },
            { once: true, capture: true },
          )
        }),
    )
    await page.evaluate(() => 0)
    await page.keyboard.press(key === ' ' ? 'Space' : key)
    times.push(await started)
  }
  await expect.poll(async () => (await rows()).length).toBe(50)
  if (process.env.SHOW_TIMES)
    process.stdout.write(`keystrokes among 10,000 places: ${times.map((ms) => ms.toFixed(0)).join(', ')} ms\n`)
  await page.keyboard.type('zzz')
  await expect.poll(() => page.getByRole('status').filter({ hasText: 'Nothing here' }).count()).toBe(1)
  expect(Math.min(...times)).toBeLessThan(100)
})
