import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSite, type Site } from '../site.ts'

/** Somebody else changes the same while a page is open: the page tells by whom, and takes nothing back unseen. */
let site: Site
let page: Page
beforeAll(async () => {
  site = await openSite()
  page = await site.ownersPage({ viewport: { width: 1440, height: 1200 } })
}, 120_000)
afterAll(() => site?.stop())

test('C2 a webhook: what only one of two has changed is kept from both, and for the rest the person is asked', async () => {
  const url = 'http://127.0.0.1:9/hook'
  const { id } = await site.owner.createWebhook({ body: { url, description: 'Ours' } })
  const params = { webhook_id: id }
  await page.goto(`${site.url}/app/settings/webhooks/${id}`)
  await page.getByRole('button', { name: 'Edit' }).click()
  await page.getByLabel('Address').fill(`${url}/mine`)
  await site.owner.editWebhook({ params, body: { url: `${url}/theirs`, description: 'Theirs' } })
  await page.getByRole('button', { name: 'Save' }).click()

  const dialog = page.getByRole('dialog', { name: 'Somebody else has changed this too' })
  await dialog.getByText('"url" was changed by Ada Lovelace').waitFor()
  expect(await dialog.getByRole('cell').allInnerTexts()).toEqual(['url', `${url}/mine`, `${url}/theirs`])
  await dialog.getByRole('button', { name: 'Save with mine' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(await site.owner.readWebhook({ params })).toMatchObject({ url: `${url}/mine`, description: 'Theirs' })
})

test('C2 the name of the workspace: theirs can stand', async () => {
  await page.goto(`${site.url}/app/settings/workspace`)
  const name = page.getByLabel('Name of the workspace')
  await name.fill('Mine')
  await site.owner.editWorkspace({ body: { title: 'Theirs' } })
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('button', { name: 'Save with theirs' }).click()
  await expect.poll(() => name.inputValue()).toBe('Theirs')
  expect((await site.owner.readWorkspace()).title).toBe('Theirs')
})

test('C2 a correction: who else has corrected is told, and saved again mine stands', async () => {
  const project = await site.owner.createProject({
    body: {
      title: 'Animals',
      input_spec: [{ name: 'sentence', type: 'text' }],
      output_spec: [{ type: 'input', name: 'animal', label: 'Animal' }],
    },
  })
  const task = await site.owner.createTask({
    body: { project_id: project.id, task_spec: [{ sentence: 'Which animal?' }] },
  })
  const params = { task_id: task.id }
  const worker = await site.worker(project.id)
  const [held] = (await worker.takeAssignments({ body: { project_id: project.id } })).assignments
  const answer = { token: held?.token as string, answer: [{ animal: 'bird' }] }
  await worker.submitAssignment({ params: { assignment_id: held?.id as string }, body: answer })

  await page.goto(`${site.url}/app/projects/${project.id}/tasks/${task.id}`)
  await page.getByRole('button', { name: 'Correct the result…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Animal').fill('cat')
  await site.owner.correctTask({ params, body: { result: [{ animal: 'dog' }] } })
  await dialog.getByRole('button', { name: 'Correct the result' }).click()
  await dialog.getByText('"result" was changed by Ada Lovelace').waitFor()
  expect((await site.owner.readTask({ params })).result?.[0]?.animal?.value).toBe('dog')
  await dialog.getByRole('button', { name: 'Correct the result' }).click()
  await dialog.waitFor({ state: 'detached' })
  expect((await site.owner.readTask({ params })).result?.[0]?.animal?.value).toBe('cat')
})

test('no page did what no page may do', () => {
  expect(site.faults.filter((fault) => !/409/.test(fault))).toEqual([])
})
