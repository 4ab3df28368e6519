import { utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSite, type Site } from '../site.ts'

/** Known answers from files as people have them. */
let site: Site
beforeAll(async () => {
  site = await openSite()
}, 120_000)
afterAll(() => site?.stop())

async function makeProject(language: string): Promise<number> {
  const { id } = await site.owner.createProject({
    body: {
      title: 'What is eaten?',
      language,
      input_spec: [{ name: 'text', type: 'text' }],
      output_spec: [{ type: 'input', name: 'food', label: 'Food' }],
    },
  })
  for (const name of ['a', 'b']) {
    const task_spec = [{ text: `Sentence ${name}` }]
    await site.owner.createTask({ body: { project_id: id, name, task_spec } })
  }
  return id
}

test('C2 what somebody has said since the file was saved stands, and its row is told', async () => {
  const id = await makeProject('en')
  const path = join(site.folder, 'known.csv')
  await writeFile(path, 'name,food\na,bread\nb,cheese\n')
  await utimes(path, new Date(), new Date(Date.now() - 60_000))
  const { data } = await site.owner.listTasks({ query: { project_id: id } })
  const task = data.find(({ name }) => name === 'a')!
  await site.owner.markGold({ params: { task_id: task.id }, body: { answer: [{ food: 'butter' }] } })

  const page = await site.ownersPage()
  await page.goto(`${site.url}/app/projects/${id}/gold`)
  await page.locator('input[type=file]').setInputFiles(path)
  await page.getByText('1 task marked, 1 row not:').waitFor()
  await page.getByText('That was after the file was made').waitFor()
  const known = await site.owner.listGold({ params: { project_id: id } })
  expect(known.data.map(({ answer }) => answer[0]?.food).sort()).toEqual(['butter', 'cheese'])

  // Saved again by somebody who has seen it.
  await utimes(path, new Date(), new Date(Date.now() + 1000))
  await page.locator('input[type=file]').setInputFiles(path)
  await page.getByText('2 tasks marked').waitFor()
})

test('D4 a file in Windows-1252 is shown before it counts; a workbook is told what to do', async () => {
  const id = await makeProject('ru')
  const known = async () => {
    const { data } = await site.owner.listGold({ params: { project_id: id } })
    return data.map(({ answer }) => answer[0]?.food).sort()
  }
  const page = await site.ownersPage()
  await page.goto(`${site.url}/app/projects/${id}/gold`)
  const file = page.locator('input[type=file]')
  await file.waitFor({ state: 'attached' })
  const csv = (text: string) => ({ name: 'known.csv', mimeType: 'text/csv', buffer: Buffer.from(text, 'latin1') })

  await file.setInputFiles(csv('name,food\r\na,K\xe4se\r\nb,bread\r\n'))
  const dialog = page.getByRole('dialog')
  // By the language of the project it would be Cyrillic; who knows the file sees that it is not.
  await dialog.getByText('a,Kдse').waitFor()
  await dialog.getByRole('button', { name: 'Import nothing' }).click()
  await dialog.waitFor({ state: 'hidden' })
  expect(await known()).toEqual([])

  await file.setInputFiles(csv('name,food\r\na,K\xe4se\r\nb,bread\r\n'))
  await dialog.getByRole('combobox', { name: 'Written in' }).click()
  await page.getByRole('option', { name: 'Western Europe (Windows-1252)' }).click()
  await dialog.getByText('a,Käse').waitFor()
  await dialog.getByRole('button', { name: 'They read right: import' }).click()
  await page.getByText('2 tasks marked').waitFor()
  expect(await known()).toEqual(['Käse', 'bread'])

  // Certain: nobody is asked.
  await file.setInputFiles({ ...csv(''), buffer: Buffer.from('name,food\na,Brötchen\n') })
  await page.getByText('1 task marked').waitFor()
  expect(await known()).toEqual(['Brötchen', 'bread'])

  await file.setInputFiles({ ...csv('PK\x03\x04\xff and so on'), name: 'known.xlsx' })
  await page
    .getByText('The file is a workbook (.xlsx, .xls or .ods), not a CSV file. Open it, choose "Save as"')
    .waitFor()
  expect(site.faults).toEqual([])
})
