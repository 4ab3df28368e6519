import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSite, type Site } from '../site.ts'

/** Projects for people who know their language, as a worker meets them. */
let site: Site
beforeAll(async () => {
  site = await openSite()
}, 120_000)
afterAll(() => site?.stop())

test('who says in the menu that they know the language gets the task at once', async () => {
  const { id } = await site.owner.createProject({
    body: {
      title: 'Welches Tier ist das?',
      language: 'de',
      require_language: true,
      access: 'open',
      input_spec: [{ name: 'satz', type: 'text' }],
      output_spec: [{ type: 'input', name: 'tier', label: 'Welches Tier?' }],
    },
  })
  await site.owner.createTask({ body: { project_id: id, task_spec: [{ satz: 'Es macht Wau.' }] } })
  const page = await site.workersPage(id)
  await page.getByRole('heading', { name: 'This project is for people who know its language' }).waitFor()
  await page.getByRole('button', { name: 'Menu' }).click()
  await page.getByLabel('Languages you know').selectOption('de')
  await page.getByRole('button', { name: 'Remove German' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByText('Es macht Wau.').waitFor()
  await page.goto(`${site.url}/app/work`)
  await page.getByRole('link', { name: 'Welches Tier ist das?' }).waitFor()
  expect(site.faults).toEqual([])
})

test('F12 who may work on more projects than a page holds finds them all', async () => {
  const make = (title: string) =>
    site.owner.createProject({
      body: {
        ...{ title, access: 'open' },
        input_spec: [{ name: 'sentence', type: 'text' }],
        output_spec: [{ type: 'input', name: 'animal' }],
      },
    })
  const { id } = await make('The oldest of all')
  // A worker gets 200 on a page.
  for (let n = 0; n < 200; n += 20) await Promise.all(Array.from({ length: 20 }, (_, m) => make(`Project ${n + m}`)))
  const page = await site.workersPage(id)
  await page.goto(`${site.url}/app/work`)
  const links = page.locator('.projects a')
  await expect.poll(() => links.count()).toBe(200)
  await page.getByRole('button', { name: 'Show more' }).click()
  await page.getByRole('link', { name: 'The oldest of all' }).waitFor()
  expect(site.faults).toEqual([])
})
