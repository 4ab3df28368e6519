import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findBarriers } from '../pages/axe.ts'
import { openSite, type Site } from '../site.ts'
import { classes, drag, painted, photo, sendPicture } from './drawing.fixture.ts'

/** Practice before real tasks, as a worker sees it: what it is, what was right, and what comes after. */
let site: Site
beforeAll(async () => {
  site = await openSite()
}, 120_000)
afterAll(() => site?.stop())

async function makeProject(pass: number): Promise<number> {
  const options = ['cat', 'dog', 'bird'].map((value) => ({ value, label: `A ${value}` }))
  const { id } = await site.owner.createProject({
    body: {
      title: 'Who says that?',
      input_spec: [{ name: 'sentence', type: 'text' }],
      output_spec: [{ type: 'radio', name: 'animal', label: 'Which animal?', options }],
      training: { questions: 2, pass },
    },
  })
  for (const sentence of ['meow', 'purr'])
    await site.owner.createTask({
      body: { project_id: id, task_spec: [{ sentence }], gold: [{ animal: 'cat' }], training: true },
    })
  await site.owner.createTask({ body: { project_id: id, task_spec: [{ sentence: 'woof' }] } })
  return id
}

const sentence = (page: Page) => page.locator('.texts p').textContent()

test('by keyboard: an answer, what is right, Enter; then the real task', async () => {
  const project = await makeProject(1)
  const page = await site.workersPage(project)
  await page.getByText('Practice 1 of 2').waitFor()
  await page.getByText('1 of them must be right').waitFor()
  expect(await page.getByRole('button', { name: 'Skip' }).count()).toBe(0)
  const first = await sentence(page)
  await page.waitForTimeout(150)
  await page.keyboard.press('s')
  await page.keyboard.press('2')
  await page.getByText('Not quite').waitFor()
  expect(await page.locator('.known').textContent()).toMatch(/A cat[\s\S]*A dog/)
  expect(await sentence(page)).toBe(first)
  // Too soon to have been read, and then read.
  await page.keyboard.press('Enter')
  expect(await page.getByText('Not quite').isVisible()).toBe(true)
  await page.waitForTimeout(700)
  await page.keyboard.press('Enter')
  await page.getByText('Practice 2 of 2').waitFor()
  expect(await sentence(page)).not.toBe(first)
  await page.waitForTimeout(150)
  await page.keyboard.press('1')
  await page.getByText('That is right! You had 1 of 2 right: the work begins now.').waitFor()
  await page.waitForTimeout(700)
  await page.keyboard.press('Enter')
  await expect.poll(() => sentence(page)).toBe('woof')
  expect(await page.getByText('Practice').count()).toBe(0)
  await page.waitForTimeout(150)
  await page.keyboard.press('2')
  await page.getByText('1 answer today').waitFor()
  expect(site.faults).toEqual([])
})

test('a reload goes on where it was; who fails reads why, and when to try again', async () => {
  const project = await makeProject(2)
  const page = await site.workersPage(project)
  await page.getByText('Practice 1 of 2').waitFor()
  const first = await sentence(page)
  await page.reload()
  await page.getByText('Practice 1 of 2').waitFor()
  expect(await sentence(page)).toBe(first)
  for (const n of [1, 2]) {
    await page.getByText(`Practice ${n} of 2`).waitFor()
    await page.waitForTimeout(150)
    await page.keyboard.press('3')
    await page.getByText('Not quite').waitFor()
    await page.waitForTimeout(700)
    await page.getByRole('button', { name: 'Next task' }).click()
  }
  await page.getByRole('heading', { name: 'Not enough right this time' }).waitFor()
  await page.getByText(/You had 0 of 2 right; this project asks for 2. You can try again from \w+day/).waitFor()
  expect(site.faults).toEqual([])
})

test('in another language, on a phone', async () => {
  const project = await makeProject(1)
  const page = await site.workersPage(project, {
    locale: 'de-DE',
    viewport: { width: 390, height: 844 },
    hasTouch: true,
  })
  await page.getByText('Übung 1 von 2').waitFor()
  await page.waitForTimeout(150)
  await page.getByText('A bird').tap()
  await page.getByRole('button', { name: 'Senden' }).tap()
  await page.getByText('Nicht ganz').waitFor()
  await page.waitForTimeout(700)
  await page.getByRole('button', { name: 'Nächste Aufgabe' }).tap()
  await page.getByText('Übung 2 von 2').waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
})

test('on a picture: what was found, missed and too many, drawn and counted', async () => {
  const { id } = await site.owner.createProject({
    body: {
      title: 'Find the animals',
      input_spec: [{ name: 'photo', type: 'image' }],
      output_spec: [{ type: 'boxes', name: 'animals', options: classes.map((value) => ({ value })) }],
      training: { questions: 1, pass: 1 },
    },
  })
  const cat = { label: 'cat', x: 300, y: 300, width: 600, height: 600 }
  const dog = { label: 'dog', x: 2000, y: 300, width: 600, height: 600 }
  const task_spec = [{ photo: await sendPicture(site, await photo(90)) }]
  await site.owner.createTask({
    body: { project_id: id, task_spec, gold: [{ animals: [cat, dog] }], training: true },
  })
  const page = await site.workersPage(id, { reducedMotion: 'reduce' })
  await page.locator('.canvas').waitFor()
  await page.waitForTimeout(150)
  await page.keyboard.press('1')
  await drag(page, [320, 310], [920, 890])
  await drag(page, [1200, 1200], [1500, 1500])
  await page.keyboard.press('Enter')
  await page.getByText('Not quite').waitFor()
  for (const count of ['Found: 1', 'Missed: 1', 'Too many: 1'])
    await page.getByRole('listitem').filter({ hasText: count }).waitFor()
  await expect.poll(() => painted(page)).toBeGreaterThan(500)
  // Nothing can be drawn any more, and Enter goes on.
  await drag(page, [100, 100], [200, 200])
  expect(await page.getByRole('listitem').filter({ hasText: 'Too many: 1' }).count()).toBe(1)
  expect(await findBarriers(page)).toEqual([])
  await page.waitForTimeout(700)
  await page.keyboard.press('Enter')
  await page.getByText('Not quite').waitFor({ state: 'detached' })
  expect(site.faults).toEqual([])
})
