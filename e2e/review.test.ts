import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@whisker/api/client.ts'
import type { Browser, Page } from 'playwright-core'
import type postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, watchPage } from './browser.ts'
import { openDatabase } from './database.ts'
import { makePictures } from './pictures.ts'
import { type Service, startService } from './service.ts'

let folder: string
let service: Service
let browser: Browser
let sql: postgres.Sql
let page: Page
let faults: string[]
let projectId: number
const shots = process.env.REVIEW_SHOTS

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whisker-review-'))
  service = await startService(join(folder, 'data'))
  browser = await openBrowser()
  sql = openDatabase(join(folder, 'data'))
  projectId = await makeUnsureTasks(5)
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  faults = watchPage(page, service.url).faults
  await page.goto(service.setupUrl as string)
  await page.getByLabel(/name/i).first().fill('Ada')
  await page.getByLabel(/e-?mail/i).fill('ada@example.org')
  await page
    .getByLabel(/password/i)
    .first()
    .fill('three blind mice run')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/app\/projects/)
})
afterAll(async () => {
  await browser?.close()
  await sql?.end()
  await service?.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Pictures that one person calls a cat, another a dog and a third a fox; what a cautious project leaves to a reviewer. */
async function makeUnsureTasks(count: number): Promise<number> {
  const { client } = service
  const options = ['cat', 'dog', 'fox', 'penguin'].map((value) => ({ value, label: '' }))
  const project = await client.createProject({
    body: {
      title: 'What animal is this?',
      min_answers: 3,
      input_spec: [{ name: 'picture', type: 'image' }],
      output_spec: [{ type: 'radio', name: 'animal', label: 'Animal', options }],
    },
  })
  for (const [n, file] of (await makePictures(join(folder, 'pictures'), count)).entries()) {
    const data = `data:image/jpeg;base64,${(await readFile(file)).toString('base64')}`
    await client.createTask({ body: { project_id: project.id, name: `picture ${n}`, task_spec: [{ picture: data }] } })
  }
  const link = new URL((await client.readLabelLink({ params: { project_id: project.id } })).url).hash.slice(1)
  for (const animal of ['cat', 'cat', 'dog']) {
    const { token } = await createClient({ url: service.url }).acceptInvitation({
      body: { token: link, cookie: false },
    })
    const worker = createClient({ url: service.url, key: token as string })
    const { assignments } = await worker.takeAssignments({ body: { project_id: project.id, count } })
    for (const { id, token } of assignments)
      await worker.submitAssignment({ params: { assignment_id: id }, body: { token, answer: [{ animal }] } })
  }
  // No refit decides meanwhile: the row is held, as if another server were at it.
  await sql`
    insert into crowds (project_id, locked_until) values (${project.id}, now() + interval '1 hour')
    on conflict (project_id) do update set locked_until = excluded.locked_until`
  await sql`update tasks set status = 'needs_review' where project_id = ${project.id}`
  await sql`
    update results r set confidence = 0.1 * substring(t.name from 9)::int + 0.3 from tasks t
    where t.id = r.task_id and r.project_id = ${project.id}`
  return project.id
}

async function shoot(name: string) {
  if (!shots) return
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [1440, 1024, 390]) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: width === 390 ? 844 : 900 })
      await page.waitForTimeout(400)
      await page.screenshot({ path: join(shots, `${name}-${width}-${colorScheme}.png`) })
    }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 1440, height: 900 })
}

const until = <T>(read: () => T) => expect.poll(read, { timeout: 15_000 })
const shown = () => page.locator('form[aria-label="Your decision"] a').first()
async function results() {
  const { data } = await service.client.listTasks({ query: { project_id: projectId } })
  return data.map(({ result, status, method }) => [result?.[0]?.animal?.value, status, method])
}

test('unsure tasks are decided by keys: accept, choose, edit, skip, undo', async () => {
  await page.goto(`${service.url}/app/projects/${projectId}/review`)
  await until(() => shown().textContent()).toBe('picture 0')
  await page.locator('img').first().waitFor()
  await shoot('review')
  await page.keyboard.press('Enter')
  await until(() => shown().textContent()).toBe('picture 1')
  await page.keyboard.press('3')
  await until(() => shown().textContent()).toBe('picture 2')
  await page.keyboard.press('s')
  await until(() => shown().textContent()).toBe('picture 3')
  await until(results).toEqual([
    ['cat', 'completed', 'reviewer'],
    ['fox', 'completed', 'reviewer'],
    ['cat', 'needs_review', 'model'],
    ['cat', 'needs_review', 'model'],
    ['cat', 'needs_review', 'model'],
  ])
  await page.keyboard.press('z')
  await until(() => shown().textContent()).toBe('picture 1')
  expect((await results())[1]).toEqual(['cat', 'needs_review', 'model'])
  await page.keyboard.press('e')
  await page.getByRole('combobox', { name: 'Animal' }).waitFor()
  await shoot('review-edit')
  await page.keyboard.press('Escape')
  await page.keyboard.press('2')
  await until(async () => (await results())[1]).toEqual(['dog', 'completed', 'reviewer'])
  await page.keyboard.press('Enter')
  await until(() => shown().textContent()).toBe('picture 4')
  await page.keyboard.press('Enter')
  await page.getByText('All reviewed').waitFor()
  expect(faults).toEqual([])
})

test('a decision that the server refuses comes back with its reason', async () => {
  const { data } = await service.client.listTasks({ query: { project_id: projectId, search: 'picture 2' } })
  await page.reload()
  await until(() => shown().textContent()).toBe('picture 2')
  await sql`update tasks set status = 'cancelled' where id = ${data[0]?.id as string}`
  await page.keyboard.press('Enter')
  await page.getByText('The task was cancelled').waitFor()
  await until(() => shown().textContent()).toBe('picture 2')
  await sql`update tasks set status = 'needs_review' where id = ${data[0]?.id as string}`
})

test('a task is corrected, the correction is taken back, and more people are asked', async () => {
  const { data } = await service.client.listTasks({ query: { project_id: projectId, search: 'picture 2' } })
  const { id } = data[0] as { id: string }
  const read = () => service.client.readTask({ params: { task_id: id } })
  await page.goto(`${service.url}/app/projects/${projectId}/tasks/${id}`)
  await page.getByRole('button', { name: 'Correct the result…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'Animal' }).click()
  await page.getByRole('option', { name: 'penguin' }).click()
  await dialog.getByLabel('Why (optional)').fill('<b>Look</b> at the wings')
  await shoot('correct')
  await dialog.getByRole('button', { name: 'Correct the result' }).click()
  await until(async () => (await read()).result?.[0]?.animal?.value).toBe('penguin')
  await page.getByText('<b>Look</b> at the wings').waitFor()
  await page.getByText('A reviewer corrected the result').waitFor()
  await shoot('task')
  await page.getByRole('button', { name: 'Undo the correction' }).click()
  await until(async () => (await read()).status).toBe('needs_review')
  await page.getByRole('button', { name: 'Ask again…' }).click()
  await page.getByRole('dialog').getByLabel('How many more answers').fill('3')
  await page.getByRole('dialog').getByRole('button', { name: 'Ask again' }).click()
  await until(read).toMatchObject({ status: 'open', answers_wanted: 6 })
  await page.getByText('3 of 6 answers').waitFor()
  expect(faults).toEqual([])
})

test('a worker is paused with a reason and given tasks again', async () => {
  await page.goto(`${service.url}/app/projects/${projectId}/workers`)
  const paused = async () => {
    const { data } = await service.client.listProjectWorkers({ params: { project_id: projectId } })
    return data.flatMap(({ paused_reason }) => paused_reason ?? [])
  }
  await page.getByRole('button', { name: 'Pause…' }).first().click()
  await page.getByLabel('Why').fill('<i>Slow</i> down')
  await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click()
  await until(paused).toEqual(['<i>Slow</i> down'])
  await page.getByText('<i>Slow</i> down').waitFor()
  await shoot('workers')
  await page.getByRole('button', { name: 'Give tasks again' }).click()
  await until(paused).toEqual([])
})

test('the list of tasks is searched by name and by label; the search is in the address', async () => {
  await page.goto(`${service.url}/app/projects/${projectId}/tasks`)
  await page.getByLabel('Name or external id').fill('PICTURE 3')
  await page.keyboard.press('Enter')
  await until(() => page.locator('tbody a').allTextContents()).toEqual(['picture 3'])
  expect(new URL(page.url()).searchParams.get('search')).toBe('PICTURE 3')
  await page.getByLabel('Name or external id').fill('')
  await page.getByLabel('Label', { exact: true }).fill('animal=dog')
  await page.keyboard.press('Enter')
  await until(() => page.locator('tbody a').allTextContents()).toEqual(['picture 1'])
  await shoot('tasks')
  await page.getByRole('button', { name: 'Clear' }).click()
  await page.getByRole('button', { name: 'Every status' }).click()
  await page.getByLabel('To review').check()
  await page.getByLabel('Completed').check()
  await page.keyboard.press('Escape')
  await page.getByLabel('Made from').fill('2020-01-01')
  await until(() => new URL(page.url()).searchParams.get('from')).toBe('2020-01-01')
  expect(new URL(page.url()).searchParams.get('status')).toBe('completed,needs_review')
  await page.getByLabel('Made until').fill('2020-01-02')
  await page.getByText('No task matches').waitFor()
  await page.getByLabel('Made until').fill('')
  await page.getByRole('combobox', { name: 'Confidence' }).click()
  await page.getByRole('option', { name: 'At least 99% sure' }).click()
  await until(() => new URL(page.url()).searchParams.get('confidence_from')).toBe('0.99')
  await page.getByRole('combobox', { name: 'Worker' }).click()
  await page.getByRole('option').first().click()
  await until(() => new URL(page.url()).searchParams.get('worker')).toMatch(/^w_/)
  expect(faults).toEqual([])
})

test('C1 a reviewer chooses in the form of today: on the review page and on that of the task', async () => {
  const ids = (await service.client.listTasks({ query: { project_id: projectId, search: 'picture' } })).data
  const idOf = (name: string) => ids.find((task) => task.name === name)?.id as string
  const read = async (name: string) => {
    const { version, status, result } = await service.client.readTask({ params: { task_id: idOf(name) } })
    return [result?.[0]?.animal?.value, status, version]
  }
  await service.client.undoCorrection({ params: { task_id: idOf('picture 0') } })
  await sql`update tasks set status = 'needs_review' where id = ${idOf('picture 0')}`
  // Two said cat and one said dog, which is a hound from now on.
  const options = ['cat', 'hound', 'lynx'].map((value) => ({ value, label: '' }))
  await service.client.editProject({
    params: { project_id: projectId },
    body: { output_spec: [{ type: 'radio', name: 'animal', label: 'Animal', options }] },
  })
  await page.goto(`${service.url}/app/projects/${projectId}/review`)
  await until(() => shown().textContent()).toBe('picture 0')
  const choices = page.locator('form[aria-label="Your decision"] button[aria-pressed]')
  await until(() => choices.locator('[dir=auto]').allTextContents()).toEqual(['cat', 'hound', 'lynx'])
  await page.keyboard.press('3')
  await until(() => read('picture 0')).toEqual(['lynx', 'completed', 2])

  await page.goto(`${service.url}/app/projects/${projectId}/tasks/${idOf('picture 1')}`)
  await page.getByRole('button', { name: 'Correct the result…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'Animal' }).click()
  await page.getByRole('option', { name: 'hound' }).click()
  await dialog.getByRole('button', { name: 'Correct the result' }).click()
  await until(() => read('picture 1')).toEqual(['hound', 'completed', 2])
  expect(faults).toEqual([])
})

test('several of several are chosen by their digits, and Enter decides', async () => {
  const options = ['fur', 'tail', 'wings'].map((value) => ({ value, label: '' }))
  const { id } = await service.client.createProject({
    body: {
      title: 'What does it have?',
      min_answers: 2,
      input_spec: [{ name: 'animal', type: 'text' }],
      output_spec: [{ type: 'checkbox', name: 'parts', label: 'Parts', options }],
    },
  })
  const task = await service.client.createTask({ body: { project_id: id, task_spec: [{ animal: 'A bat' }] } })
  const link = new URL((await service.client.readLabelLink({ params: { project_id: id } })).url).hash.slice(1)
  for (const parts of [['fur'], ['tail']]) {
    const { token } = await createClient({ url: service.url }).acceptInvitation({
      body: { token: link, cookie: false },
    })
    const worker = createClient({ url: service.url, key: token as string })
    const { assignments } = await worker.takeAssignments({ body: { project_id: id } })
    for (const { id: hold, token: secret } of assignments)
      await worker.submitAssignment({ params: { assignment_id: hold }, body: { token: secret, answer: [{ parts }] } })
  }
  const read = () => service.client.readTask({ params: { task_id: task.id } })
  await until(async () => (await read()).status).toBe('needs_review')
  await page.goto(`${service.url}/app/projects/${id}/review`)
  await until(() => shown().textContent()).toBe('A bat')
  const chosen = page.locator('form[aria-label="Your decision"] button[aria-pressed=true] [dir=auto]')
  for (const at of await chosen.allTextContents()) await page.getByRole('button', { name: at }).click()
  await until(() => chosen.count()).toBe(0)
  for (const digit of ['3', '1']) await page.keyboard.press(digit)
  await until(() => chosen.count()).toBe(2)
  await page.getByRole('button', { name: 'Accept' }).click()
  await until(async () => (await read()).result?.[0]?.parts?.value).toEqual(['fur', 'wings'])
  expect(faults).toEqual([])
})
