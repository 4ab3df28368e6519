import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pictureHead, picturesType } from '@whisker/api/assets.ts'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../testing/ask.ts'
import { animalProject, startTestServer, type TestServer } from '../testing/server.ts'
import { partsOf } from './folder-keys.ts'
import { assetKey } from './store.ts'

let server: TestServer
let projectId: number
let served = Buffer.alloc(0)
const host = createServer((_, response) => response.writeHead(200, { 'content-type': 'image/png' }).end(served))
beforeAll(async () => {
  await new Promise<void>((listening) => host.listen(0, '127.0.0.1', listening))
  server = await startTestServer({ EGRESS_ALLOW: '127.0.0.1' })
  projectId = (await animalProject(server.client)).id
})
afterAll(async () => {
  await server.close()
  host.close()
})

const form = (bytes: Buffer) => {
  const data = new FormData()
  data.append('file', new Blob([new Uint8Array(bytes)], { type: 'image/png' }), 'x.png')
  return data
}
const post = (path: string, question: object) =>
  ask(`${server.url}${path}`, { method: 'POST', key: server.key, ...question })
const dataUri = (bytes: Buffer) => `data:image/png;base64,${bytes.toString('base64')}`
const spec = (value: string) => [{ image_with_animal: value }]

const doors: [string, (bytes: Buffer) => Promise<{ status: number }>][] = [
  ['POST /assets', (body) => post('/assets', { body, headers: { 'content-type': 'image/png' } })],
  ['POST /assets as a form', (bytes) => post('/assets', { body: form(bytes) })],
  [
    'POST /assets/bulk',
    (bytes) =>
      post('/assets/bulk', {
        body: Buffer.concat([pictureHead(bytes.length), bytes]),
        headers: { 'content-type': picturesType },
      }),
  ],
  ['POST /tasks', (bytes) => post('/tasks', { json: { project_id: projectId, task_spec: spec(dataUri(bytes)) } })],
  [
    'POST /tasks/bulk',
    (bytes) =>
      post(`/tasks/bulk?project_id=${projectId}`, {
        body: `${JSON.stringify({ task_spec: spec(dataUri(bytes)) })}\n`,
        headers: { 'content-type': 'application/x-ndjson' },
      }),
  ],
  [
    'an address',
    (bytes) => {
      served = Buffer.from(bytes)
      const url = `http://127.0.0.1:${(host.address() as AddressInfo).port}/x.png`
      return post('/tasks', { json: { project_id: projectId, task_spec: spec(url) } })
    },
  ],
]

test.each(doors)(
  'F2 a picture that was damaged at the same size is whole after it is sent again by %s',
  async (name, send) => {
    const background = { r: doors.findIndex(([door]) => door === name), g: 9, b: 1 }
    const bytes = await sharp({ create: { width: 9, height: 9, channels: 3, background } })
      .png()
      .toBuffer()
    expect((await send(bytes)).status).toBeLessThan(300)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const path = join(
      server.running.server.config.dataDir,
      'assets',
      ...partsOf(assetKey(server.running.workspaceId, sha256)),
    )
    const damaged = await readFile(path)
    damaged[damaged.length >> 1]! ^= 0xff
    await writeFile(path, damaged)
    expect((await send(bytes)).status).toBeLessThan(300)
    expect(await readFile(path)).toEqual(bytes)
  },
)
