import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Service, startService } from './service.ts'

/**
 * The article's script, request by request: what it sends is frozen, and so is what it gets. (The script itself is
 * Python; these are its requests, byte for byte in what matters: headers, base64, the type that is always JPEG.)
 */
let service: Service
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whisker-article-'))
  service = await startService(join(folder, 'data'))
})
afterAll(async () => {
  await service?.stop()
  await rm(folder, { recursive: true, force: true })
})

const validateProjectId = (id: number, key: string) =>
  fetch(`${service.url}/projects/${id}`, { headers: { Authorization: key } })

async function createTask(projectId: number, path: string, key: string) {
  const encoded = (await readFile(path)).toString('base64')
  const payload = { project_id: projectId, task_spec: [{ image_with_animal: `data:image/jpeg;base64,${encoded}` }] }
  return fetch(`${service.url}/tasks`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: key },
    body: JSON.stringify(payload),
  })
}

test("the article's requests get the answers that it expects", async () => {
  const made = await fetch(`${service.url}/projects`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: service.key },
    body: JSON.stringify({
      title: 'What animal is this?',
      description: 'Which animal is in the photo',
      public_description: 'Write which animal you see.',
      language: 'en',
      input_spec: [{ name: 'image_with_animal', type: 'image', required: true }],
      output_spec: [{ name: 'animal', type: 'input', required: true }],
    }),
  })
  expect(made.status).toBe(201)
  const { id } = (await made.json()) as { id: number }
  expect(id).toBe(1)

  expect((await validateProjectId(id, service.key)).status).toBe(200)
  expect((await validateProjectId(64, service.key)).status).toBe(404)
  expect((await validateProjectId(id, 'Your API key')).status).toBe(401)

  const drawn = sharp({ create: { width: 80, height: 60, channels: 3, background: '#884422' } })
  const jpeg = join(folder, 'cat.jpg')
  const png = join(folder, 'dog.png')
  await writeFile(jpeg, await drawn.clone().jpeg().toBuffer())
  await writeFile(png, await drawn.clone().png().toBuffer())
  const first = await createTask(id, jpeg, service.key)
  expect(first.status).toBe(201)
  expect(await first.json()).toMatchObject({ project_id: 1, status: 'open', warnings: [] })

  // U-02: the script calls every PNG a JPEG.
  const second = await createTask(id, png, service.key)
  expect(second.status).toBe(201)
  const task = (await second.json()) as { warnings: { code: string }[]; task_spec: { image_with_animal: string }[] }
  expect(task.warnings.map((warning) => warning.code)).toEqual(['declared_type_mismatch'])
  const sha256 = (task.task_spec[0]?.image_with_animal ?? '').slice('asset:'.length)
  const stored = await service.client.readAsset({ params: { sha256 } })
  expect(stored.headers.get('content-type')).toBe('image/png')
  expect(Buffer.from(await stored.arrayBuffer()).equals(await readFile(png))).toBe(true)

  const wrong = await fetch(`${service.url}/tasks`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: service.key },
    body: JSON.stringify({ project_id: id, task_spec: [{}] }),
  })
  expect(wrong.status).toBe(422)
  expect(await wrong.json()).toMatchObject({
    code: 'invalid',
    errors: [{ pointer: '/task_spec/0/image_with_animal', code: 'required' }],
  })
})
