import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext } from 'playwright-core'
import { renderExamplePictures } from '../cli/src/example.ts'
import { openBrowser } from './browser.ts'
import { startService } from './service.ts'

/** `npm run screenshots`: the pictures of the README, from a real service with the example project. */
const folder = await mkdtemp(join(tmpdir(), 'whisker-screenshots-'))
const docs = join(import.meta.dirname, '../docs')
const service = await startService(join(folder, 'data'))
const browser = await openBrowser()
try {
  const { client } = service
  const project = await client.createProject({
    body: {
      title: 'What animal is this?',
      public_description: 'Type the name of the animal.',
      input_spec: [{ name: 'image_with_animal', type: 'image' }],
      output_spec: [{ type: 'input', name: 'animal', label: 'Animal' }],
    },
  })
  for (const file of await renderExamplePictures(join(folder, 'pictures'))) {
    const data = `data:image/jpeg;base64,${(await readFile(file)).toString('base64')}`
    await client.createTask({
      body: {
        project_id: project.id,
        name: file.slice(file.lastIndexOf('/') + 1),
        task_spec: [{ image_with_animal: data }],
      },
    })
  }
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } })
  const worker = await context.newPage()
  await worker.goto((await client.readLabelLink({ params: { project_id: project.id } })).url)
  await worker.locator('img').first().waitFor()
  await worker.waitForTimeout(1500)
  await worker.keyboard.press('Escape')
  await worker.keyboard.press('i')
  await worker.waitForTimeout(700)
  await worker.getByLabel('Animal', { exact: true }).click()
  await worker.keyboard.type('cat')
  await worker.waitForTimeout(300)
  await worker.screenshot({ path: join(docs, 'worker.png') })
  for (const animal of ['', 'penguin', 'fox', 'elephant']) {
    await worker.keyboard.type(animal)
    await worker.keyboard.press('Enter')
    await worker.waitForTimeout(1200)
  }
  await draw(context, join(folder, 'pictures'))
  const owner = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage()
  await owner.goto(service.setupUrl as string)
  await owner.getByLabel(/name/i).first().fill('Ada')
  await owner.getByLabel(/e-?mail/i).fill('ada@example.org')
  await owner
    .getByLabel(/password/i)
    .first()
    .fill('three blind mice run')
  await owner.keyboard.press('Enter')
  await owner.waitForURL(/\/app\/projects/)
  await owner.goto(`${service.url}/app/projects/${project.id}`)
  await owner.waitForTimeout(2500)
  await owner.screenshot({ path: join(docs, 'dashboard.png') })
} finally {
  await browser.close()
  await service.stop()
  await rm(folder, { recursive: true, force: true })
}

/** The canvas, with three boxes around what can be seen. */
async function draw(context: BrowserContext, pictures: string): Promise<void> {
  const { client } = service
  const { id } = await client.createProject({
    body: {
      title: 'What is in the picture?',
      input_spec: [{ name: 'photo', type: 'image' }],
      output_spec: [
        {
          type: 'boxes',
          name: 'things',
          label: 'Everything that you see',
          options: ['cat', 'plant', 'toy'].map((value) => ({ value })),
        },
      ],
    },
  })
  const [first] = await renderExamplePictures(pictures)
  const body = new Uint8Array(await readFile(first as string))
  const { value } = await client.createAsset({ body, headers: { 'content-type': 'image/jpeg' } })
  await client.createTask({ body: { project_id: id, task_spec: [{ photo: value }] } })
  const page = await context.newPage()
  await page.goto((await client.readLabelLink({ params: { project_id: id } })).url)
  await page.locator('.canvas').waitFor()
  const { x, y, width, height } = (await page.locator('.frame img').boundingBox())!
  for (const [key, left, top, right, bottom] of [
    ['2', 0.1, 0.52, 0.29, 0.86],
    ['3', 0.79, 0.73, 0.985, 0.885],
    ['1', 0.34, 0.15, 0.8, 0.88],
  ] as const) {
    for (const press of ['Escape', key]) await page.keyboard.press(press)
    await page.mouse.move(x + left * width, y + top * height)
    await page.mouse.down()
    await page.mouse.move(x + right * width, y + bottom * height, { steps: 4 })
    await page.mouse.up()
  }
  await page.waitForTimeout(500)
  await page.screenshot({ path: join(docs, 'drawing.png') })
  await page.close()
}
