import { afterAll, beforeAll, expect, test } from 'vitest'
import { startS3 } from '../../server/src/assets/s3-server.fixture.ts'
import { makePicture, withComment } from '../pictures.ts'
import { openSite, type Site } from '../site.ts'

let site: Site
let s3: Awaited<ReturnType<typeof startS3>>
beforeAll(async () => {
  ;[site, s3] = await Promise.all([openSite(), startS3()])
}, 120_000)
afterAll(async () => {
  await site?.stop()
  await s3?.close()
})

test('a bucket is looked into, followed, looked at again, changed and left in the dashboard', {
  timeout: 90_000,
}, async () => {
  const picture = await makePicture(64, 48)
  for (const name of ['in/cat.jpg', 'in/é #1.jpg', 'other.jpg']) s3.objects.set(name, withComment(picture, name))
  s3.objects.set('in/broken.jpg', Buffer.from('no picture'))
  const { id } = await site.owner.createProject({
    body: {
      title: 'Cameras',
      input_spec: [{ name: 'picture', type: 'image' }],
      output_spec: [{ name: 'animal', type: 'input' }],
    },
  })
  const page = await site.ownersPage()
  await page.goto(`${site.url}/app/projects/${id}`)
  await page.getByRole('link', { name: 'From a bucket' }).click()
  await page.getByLabel('Endpoint').fill(s3.options.endpoint)
  await page.getByLabel('Region').fill(s3.options.region)
  await page.getByLabel('Bucket', { exact: true }).fill(s3.options.bucket)
  await page.getByLabel('Only names that begin with').fill('in/')
  await page.getByLabel('Access key').fill(s3.options.accessKeyId)
  await page.getByLabel('Secret', { exact: true }).fill('wrong')
  const follow = page.getByRole('button', { name: 'Follow the bucket' })
  const look = page.getByRole('button', { name: 'Look into it' })

  await look.click()
  await page.getByText('The store does not know these credentials').waitFor()
  expect(await follow.isDisabled()).toBe(true)
  await page.getByLabel('Secret', { exact: true }).fill(s3.options.secretAccessKey)
  await look.click()
  await page.getByText('3 of 3 objects would become tasks').waitFor()
  // What was looked at is what is followed: after a change it is looked at again.
  await page.getByLabel('Only names that fit').fill('*.png')
  expect(await follow.isDisabled()).toBe(true)
  await page.getByLabel('Only names that fit').fill('')
  await look.click()
  await follow.click()

  await page.getByText('s3://pictures/in/').waitFor()
  await page.getByText('Last pass:').waitFor({ timeout: 20_000 })
  await page.getByRole('cell', { name: 'in/broken.jpg' }).waitFor({ timeout: 20_000 })
  const { data: tasks } = await site.owner.listTasks({ query: { project_id: id } })
  expect(tasks.map(({ name }) => name).sort()).toEqual(['in/cat.jpg', 'in/é #1.jpg'])

  s3.objects.delete('in/cat.jpg')
  await page.getByRole('button', { name: 'Look now' }).click()
  await page.getByText('Gone', { exact: true }).last().click()
  await page.getByRole('cell', { name: 'in/cat.jpg' }).waitFor({ timeout: 20_000 })
  expect(await page.getByRole('link', { name: 'Task', exact: true }).count()).toBe(1)

  // Its keys need not be known to change it.
  await page.getByRole('button', { name: 'Change' }).click()
  await page.getByLabel('Only names that begin with').fill('')
  await look.click()
  await page.getByText('3 of 3 objects would become tasks').waitFor()
  await follow.click()
  await page.getByText('s3://pictures/', { exact: true }).waitFor()
  await expect.poll(async () => (await site.owner.listTasks({ query: { project_id: id } })).data.length).toBe(3)

  await page.getByRole('button', { name: 'Pause' }).last().click()
  await page.getByText('Paused', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Leave' }).click()
  await page.getByRole('button', { name: 'Follow it no more' }).click()
  await page.getByRole('heading', { name: 'Follow a bucket' }).waitFor()
  expect(site.faults).toEqual([])
})
