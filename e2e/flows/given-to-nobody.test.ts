import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { partsOf } from '../../server/src/assets/folder-keys.ts'
import { assetKey, renditionKey } from '../../server/src/assets/store.ts'
import { sendPictures } from '../pages/filled.ts'
import { openSite, type Site } from '../site.ts'

/** Tasks that no time finishes: their requester reads how many, why, and what to do, by every door. */
let site: Site
let project: number
beforeAll(async () => {
  site = await openSite()
  const { id } = await site.owner.createProject({
    body: {
      title: 'What animal is this?',
      input_spec: [{ name: 'image_with_animal', type: 'image' }],
      output_spec: [{ type: 'input', name: 'animal', label: 'Which animal?' }],
      skips_for_review: null,
    },
  })
  project = id
}, 120_000)
afterAll(() => site?.stop())

const whisker = fileURLToPath(new URL('../../cli/bin/whisker.js', import.meta.url))
async function shown(): Promise<string> {
  const env = { ...process.env, WHISKER_URL: site.url, WHISKER_KEY: site.service.key }
  const { stdout } = await promisify(execFile)(process.execPath, [whisker, 'projects', 'show', String(project)], {
    env,
  })
  return stdout
}

test('F1 pictures that are gone: on the overview, in the list, by the command, until they are back', async () => {
  const sent = await sendPictures(site.owner, project, join(site.folder, 'pictures'))
  const hash = String(sent[0]).slice('asset:'.length)
  const pathOf = (key: ReturnType<typeof assetKey>) => join(site.folder, 'data', 'assets', ...partsOf(key))
  const { id: workspace } = await site.owner.readWorkspace()
  const original = pathOf(assetKey(workspace, hash))
  // Until the copies for workers are made: one that is on its way would be written after the picture has gone.
  for (const value of sent)
    await expect
      .poll(() => existsSync(pathOf(renditionKey(workspace, value.slice('asset:'.length)))), { timeout: 30_000 })
      .toBe(true)
  await rename(original, `${original}.away`)
  await rm(pathOf(renditionKey(workspace, hash)), { force: true })
  const worker = await site.worker(project)
  await worker.takeAssignments({ body: { project_id: project, count: 5 } })

  const page = await site.ownersPage()
  await page.goto(`${site.url}/app/projects/${project}`)
  await page.getByText('1 task is given to nobody').waitFor()
  await page.getByText('In the store 1 picture is missing. Send the same pictures again').waitFor()
  await page.getByRole('link', { name: /Given to nobody/ }).click()
  await page.waitForURL(/\/tasks\?passed_over=/)
  await page.getByRole('cell', { name: /The stored picture is gone\. Send the same picture again/ }).waitFor()
  expect(await page.locator('tbody').getByRole('link').count()).toBe(1)
  await page
    .getByRole('button', { name: 'More filters (1)' })
    .or(page.getByLabel('Label', { exact: true }))
    .first()
    .waitFor()
  await page.getByLabel('Given to nobody: a picture cannot be shown').uncheck()
  await expect.poll(() => page.locator('tbody').getByRole('link').count()).toBeGreaterThan(1)
  expect(await shown()).toMatch(/Nobody +is given 1 task, for want of a picture \(1 missing in the store\)\./)

  await rename(`${original}.away`, original)
  await page.goto(`${site.url}/app/projects/${project}`)
  await page.getByText('In work now').waitFor()
  await expect.poll(() => page.getByText('given to nobody').count(), { timeout: 40_000 }).toBe(0)
  expect(await shown()).not.toContain('Nobody')
  expect(site.faults).toEqual([])
})

test('C3 a task that all skip: on the overview, with what they said, in the list, by the command', async () => {
  const { id } = await site.owner.createProject({
    body: {
      title: 'What is meant?',
      input_spec: [{ name: 'text', type: 'text' }],
      output_spec: [{ type: 'input', name: 'meaning', label: 'What is meant?' }],
    },
  })
  project = id
  await site.owner.createTask({ body: { project_id: id, task_spec: [{ text: 'The bank was steep.' }] } })
  await site.owner.createTask({ body: { project_id: id, task_spec: [{ text: 'It rained.' }] } })
  const worker = await site.worker(id)
  const { assignments } = await worker.takeAssignments({ body: { project_id: id } })
  for (const { id: hold, token } of assignments)
    await worker.skipAssignment({
      params: { assignment_id: hold },
      body: { token, reason: 'wrong_form', comment: 'A place or money?' },
    })

  const page = await site.ownersPage()
  await page.goto(`${site.url}/app/projects/${id}`)
  await page.getByRole('link', { name: /Skipped by all/ }).click()
  await page.getByText('The form does not fit: “A place or money?”').waitFor()
  await page.getByText('Mend the instructions or the form, decide it yourself under Review').waitFor()
  await page.goto(`${site.url}/app/projects/${id}/tasks?skipped=true`)
  await page.getByRole('link', { name: 'The bank was steep.' }).waitFor()
  expect(await page.locator('tbody').getByRole('link').count()).toBe(1)
  expect(await shown()).toMatch(new RegExp(`Skipped +1 task by all who saw them: GET /projects/${id}/skipped-tasks`))
  expect(site.faults).toEqual([])
})
