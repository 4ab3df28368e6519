import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { zipOf } from '../../api/src/imports/zip.fixture.ts'
import { makePicture, withComment } from '../pictures.ts'
import { openSite, type Site } from '../site.ts'

/** Out of the files of another program, by the page Import. */
let site: Site
let page: Page
beforeAll(async () => {
  site = await openSite()
  page = await site.ownersPage()
}, 120_000)
afterAll(() => site?.stop())

const size = { width: 64, height: 48 }
const coco = {
  images: [
    { id: 1, file_name: 'images/é #.jpg', ...size },
    { id: 2, file_name: 'images/blank.jpg', ...size },
    { id: 3, file_name: '../secret.jpg', ...size },
  ],
  annotations: [{ id: 1, image_id: 1, category_id: 1, bbox: [1, 2, 30, 40] }],
  categories: [
    { id: 1, name: 'cat' },
    { id: 2, name: 'dog' },
  ],
}

const figure = (name: string) => page.locator('dl > div').filter({ hasText: name }).locator('dd')
const chooser = () => page.locator('input[type=file]:not([webkitdirectory])')
const tasksOf = async (project_id: number) => (await site.owner.listTasks({ query: { project_id } })).data
const projectIn = () => Number(/projects\/(\d+)/.exec(page.url())?.[1])

async function begin(path = 'projects/import'): Promise<void> {
  await page.goto(`${site.url}/app/${path}`)
  await chooser().waitFor({ state: 'attached' })
}

async function open(): Promise<number> {
  await page.getByRole('link', { name: /^Open “/ }).click()
  await page.waitForURL(/projects\/\d+$/)
  return projectIn()
}

test('a COCO file with its pictures becomes a project with gold; the same again adds nothing', {
  timeout: 60_000,
}, async () => {
  const folder = join(site.folder, 'set')
  await mkdir(join(folder, 'images'), { recursive: true })
  const picture = await makePicture(64, 48)
  for (const name of ['é #.jpg', 'blank.jpg']) await writeFile(join(folder, 'images', name), withComment(picture, name))
  await writeFile(join(folder, 'coco.json'), JSON.stringify(coco))

  await page.goto(`${site.url}/app/projects`)
  await page.getByRole('link', { name: 'Import' }).click()
  await page.locator('input[webkitdirectory]').setInputFiles(folder)
  await figure('Can be taken').waitFor()
  expect(await figure('Format').textContent()).toBe('COCO')
  expect(await figure('Can be taken').textContent()).toBe('2')
  expect(await figure('Labeled before').textContent()).toContain('nothing found in 1')
  await page.getByText('cat 1').waitFor()
  await page.getByText('dog 0').waitFor()
  await page.getByText('The picture lies outside').waitFor()
  await page.getByRole('radio', { name: 'Gold', exact: true }).check()
  await page.getByText('2 tasks with a known answer.').waitFor()
  await page.getByLabel('Title of the new project').fill('Animals of the old tool')
  await page.getByRole('button', { name: 'Import 2 rows' }).click()
  await page.getByText('All that could be taken is there.').waitFor()
  expect(await figure('Added').textContent()).toBe('2')
  expect(await figure('Known answers').textContent()).toBe('2')
  const id = await open()
  const { data } = await site.owner.listGold({ params: { project_id: id } })
  expect(new Map(data.map(({ name, answer }) => [name, answer]))).toEqual(
    new Map([
      ['images/é #.jpg', [{ objects: [{ label: 'cat', x: 1, y: 2, width: 30, height: 40 }] }]],
      ['images/blank.jpg', [{ objects: [] }]],
    ]),
  )

  const projects = (await site.owner.listProjects()).data.length
  await begin()
  await page.locator('input[webkitdirectory]').setInputFiles(folder)
  await page.getByText('What is there already is not added again.').waitFor()
  await page.getByRole('radio', { name: 'Gold', exact: true }).check()
  await page.getByRole('button', { name: 'Import 2 rows' }).click()
  await page.getByText('Everything was there already. Nothing was added.').waitFor()
  expect(await tasksOf(id)).toHaveLength(2)
  expect((await site.owner.listProjects()).data).toHaveLength(projects)
  expect(site.faults).toEqual([])
})

test('a table: its columns are chosen, a form is made of them, and labels become answers of a source', {
  timeout: 60_000,
}, async () => {
  const rows = ['id,Body,mood,junk', '1,"good, really",glad,x', '2,so bad,sad,x', '3,"who knows",,y', '4,,glad,y']
  await begin()
  await chooser().setInputFiles({ name: 'moods.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) })
  await page.getByRole('combobox', { name: 'What “Body” is' }).waitFor()
  expect(await page.getByRole('combobox', { name: 'What “Body” is' }).inputValue()).toBe('Asked about: Text')
  await choose('What “Body” is', 'Left out')
  await page.getByText('No column is what people are asked about.').waitFor()
  await choose('What “Body” is', 'Asked about: Text')
  await choose('What “junk” is', 'Left out')
  await choose('What “mood” is', 'Label: one choice')
  await page.getByText('glad 1').waitFor()
  await page.getByText('"Body" is empty.').waitFor()
  await page.getByRole('radio', { name: 'Answers of an earlier source' }).check()
  await page.getByLabel('What the source is called').fill('Tool of 2024')
  await page.getByText('2 answers of “Tool of 2024”').waitFor()
  await page.getByRole('button', { name: 'Import 3 rows' }).click()
  await page.getByText('All that could be taken is there.').waitFor()
  const id = await open()
  const { input_spec, output_spec } = await site.owner.readProject({ params: { project_id: id } })
  expect(input_spec).toMatchObject([{ name: 'Body', type: 'text' }])
  expect(output_spec).toMatchObject([{ name: 'mood', type: 'radio', options: [{ value: 'glad' }, { value: 'sad' }] }])
  const tasks = await tasksOf(id)
  expect(tasks.map(({ external_id, answers }) => [external_id, answers]).sort()).toEqual([
    ['1', 1],
    ['2', 1],
    ['3', 0],
  ])

  // From within the project, by other names of columns.
  const others = rows.join('\n').replace('Body', 'Text of it').replace('so bad', 'quite new').replace('\n2,', '\n22,')
  await begin(`projects/${id}/import`)
  await chooser().setInputFiles({ name: 'more.csv', mimeType: 'text/csv', buffer: Buffer.from(others) })
  await page.getByText('There is no column "Body" for the field "Body".').waitFor()
  await choose('Column of “Body”', 'Text of it')
  await page.getByText('quite new').first().waitFor()
  await page.getByRole('button', { name: 'Import 3 rows' }).click()
  await page.getByText('All that could be taken is there.').waitFor()
  expect(await figure('Added').textContent()).toBe('1')
  expect(await tasksOf(id)).toHaveLength(4)
  expect(site.faults).toEqual([])
})

async function choose(label: string, option: string): Promise<void> {
  const box = page.getByRole('combobox', { name: label })
  if ((await box.inputValue()) === option) return
  await box.click()
  await page.getByRole('option', { name: option, exact: true }).click()
  await expect.poll(() => page.getByRole('combobox', { name: label }).inputValue()).toBe(option)
}

test('a zip with everything in it; what leads out of it is not taken, and a broken connection is waited for', {
  timeout: 60_000,
}, async () => {
  const picture = await makePicture(64, 48)
  const archive = zipOf({
    'old/result.json': JSON.stringify({ ...coco, info: 'zip' }),
    'old/images/é #.jpg': withComment(picture, 'zip 1'),
    'old/images/blank.jpg': withComment(picture, 'zip 2'),
    '../secret.jpg': picture,
  })
  await begin()
  await chooser().setInputFiles({ name: 'old.zip', mimeType: 'application/zip', buffer: Buffer.from(archive) })
  await page.getByText('Files whose names lead out of their folder are not taken: 1.').waitFor()
  let cut = 2
  await page.context().route('**/assets', (route) => (cut-- > 0 ? route.abort() : route.continue()))
  await page.getByRole('button', { name: 'Import 2 rows' }).click()
  await page.getByText('Whisker cannot be reached').first().waitFor()
  await page.getByText('All that could be taken is there.').waitFor()
  await page.context().unroute('**/assets')
  expect(await tasksOf(await open())).toHaveLength(2)
})

test('a file that is none is told, and an import that was stopped goes on', { timeout: 60_000 }, async () => {
  await begin()
  await chooser().setInputFiles({
    name: 'half.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{"images": ['),
  })
  await page.getByText('The file is no JSON document, or it was cut off.').waitFor()
  await page.getByRole('button', { name: 'Read it anew' }).click()
  await page.getByText('The file is no JSON document, or it was cut off.').waitFor()

  await begin()
  const rows = Array.from({ length: 2500 }, (_, n) => `${n},Sentence ${n}`)
  await chooser().setInputFiles({
    ...{ name: 'many.csv', mimeType: 'text/csv' },
    buffer: Buffer.from(['id,text,mood', ...rows.map((row, n) => `${row},${['glad', 'sad'][n % 2]}`)].join('\n')),
  })
  let asked = 0
  await page.context().route('**/tasks/bulk*', async (route) => {
    asked++
    if (asked === 2) await new Promise((resolve) => setTimeout(resolve, 2000))
    await route.continue().catch(() => {})
  })
  await page.getByRole('button', { name: 'Import 2,500 rows' }).click()
  await page.getByText('1,000 of 2,500 rows').waitFor()
  await page.getByRole('button', { name: 'Stop' }).click()
  await page.getByText('Stopped. What was sent is there').waitFor()
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByText('All that could be taken is there.').waitFor()
  await page.context().unroute('**/tasks/bulk*')
  const { tasks } = await site.owner.readProgress({ params: { project_id: await open() } })
  expect(tasks.open).toBe(2500)
})
