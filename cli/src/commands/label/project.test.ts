import { readFile, writeFile } from 'node:fs/promises'
import { createClient } from '@whisker/api/client.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ServiceFixture } from '../../service.fixture.ts'
import { scratchFolder } from '../../whisker.fixture.ts'
import { findLabelProject } from './project.ts'

const scratch = scratchFolder()
let service: ServiceFixture
let told: string[]
beforeEach(async () => {
  service = await new ServiceFixture().start()
  told = []
  await writeFile(scratch.path('label.json'), '')
})
afterEach(() => service.stop())

const find = (workspaceId = 1) =>
  findLabelProject(createClient({ url: service.url, key: service.key }), scratch.path(), workspaceId, (text) =>
    told.push(text),
  )
const made = () => service.requests.filter((request) => request.path === '/projects')

test('the project of the article is made once, and found again on every start', async () => {
  expect((await find()).id).toBe(1)
  expect((await find()).id).toBe(1)
  expect(made()).toHaveLength(1)
  expect(JSON.parse(made()[0]?.body.toString() ?? '')).toMatchObject({
    title: 'What animal is this?',
    input_spec: [{ name: 'image_with_animal', type: 'image', required: true }],
    output_spec: [{ name: 'animal', type: 'input', required: true, label: 'Animal' }],
  })
})

test('a start that was killed while the project was being made asks again with the same key', async () => {
  service.interfere = ({ path }) => (path === '/projects' ? 'cut' : null)
  await expect(find()).rejects.toThrow()
  service.interfere = () => null
  await find()
  const keys = made().map((request) => request.headers['idempotency-key'])
  expect(new Set(keys).size).toBe(1)
  expect(keys[0]).toMatch(/^whisker-label-/)
})

test('a project that was archived or deleted is not taken up again: there is a new one, and it says so', async () => {
  await find()
  service.project.status = 'archived'
  await find()
  expect(told).toEqual([expect.stringContaining('Project 1 has been archived')])
  service.project.id = 2
  await find()
  expect(told.at(-1)).toContain('has been deleted')
  const keys = made().map((request) => request.headers['idempotency-key'])
  expect(new Set(keys).size).toBe(3)
  expect(JSON.parse(await readFile(scratch.path('label.json'), 'utf8'))).toMatchObject({ project_id: 2 })
})

test('what was kept for another database does not count', async () => {
  await find(1)
  await find(5)
  expect(made()).toHaveLength(2)
})
