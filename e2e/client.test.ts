import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endpoints } from '@whisker/api/endpoints.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { firstLabels } from '../api/examples/first-labels.ts'
import { makePictures } from './pictures.ts'
import { type Service, startService } from './service.ts'

let service: Service
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whisker-client-'))
  service = await startService(join(folder, 'data'))
})
afterAll(async () => {
  await service?.stop()
  await rm(folder, { recursive: true, force: true })
})

test('the example of the typed client runs as it stands', async () => {
  const [picture] = await makePictures(join(folder, 'pictures'), 1)
  const made = await firstLabels(service.url, service.key, picture as string)
  expect(made.labelUrl).toContain('/app/work#')
  expect(await service.client.readTask({ params: { task_id: made.taskId } })).toMatchObject({
    status: 'open',
    project_id: made.projectId,
  })
})

test('a success without a body is no error', async () => {
  await expect(service.client.requestPasswordReset({ body: { email: 'nobody@example.org' } })).resolves.toBe(undefined)
})

test('the OpenAPI document lists every endpoint, and every reference in it leads somewhere', async () => {
  const document = (await (await fetch(`${service.url}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, { operationId: string }>>
    components: { schemas: Record<string, unknown> }
  }
  const listed = Object.values(document.paths).flatMap((path) => Object.values(path).map((one) => one.operationId))
  expect(listed.sort()).toEqual(Object.keys(endpoints).sort())
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] as string)
  expect(references.length).toBeGreaterThan(20)
  for (const reference of references)
    expect(Object.keys(document.components.schemas)).toContain(reference.replace('#/components/schemas/', ''))
})

test('the reference at /docs is one page without scripts or other hosts', async () => {
  const page = await (await fetch(`${service.url}/docs`)).text()
  for (const operation of Object.keys(endpoints)) expect(page).toContain(`id="${operation}"`)
  expect(page).not.toMatch(/<script|src="https?:/)
})
