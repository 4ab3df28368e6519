import { createHash } from 'node:crypto'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../testing/ask.ts'
import { animalProject, startTestServer, type TestServer } from '../testing/server.ts'
import { startS3 } from './s3-server.fixture.ts'
import { assetKey } from './store.ts'

let shade = 0
/** Another one each time. */
const makePicture = () =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: { r: shade++, g: 90, b: 200 } } })
    .jpeg()
    .toBuffer()

/** A kind of store, and what may happen to it behind the service's back. */
type Kind = {
  server: TestServer
  /** Puts it away; what comes instead is empty. */
  takeAway(): Promise<void>
  /** Puts the mark of somebody else's database into what is there. */
  markAsForeign(): Promise<void>
  putBack(): Promise<void>
  /** What there is, in place of it. */
  names(): Promise<string[]>
  close(): Promise<void>
}

async function folderStore(): Promise<Kind> {
  const server = await startTestServer()
  const root = join(server.running.server.config.dataDir, 'assets')
  const away = `${root}-away`
  return {
    server,
    takeAway: async () => {
      await rename(root, away)
      await mkdir(root)
    },
    markAsForeign: () => writeFile(join(root, 'owner'), 'ab'.repeat(16)),
    putBack: async () => {
      await rm(root, { recursive: true, force: true })
      await rename(away, root)
    },
    names: () => readdir(root),
    close: server.close,
  }
}

async function s3Store(): Promise<Kind> {
  const s3 = await startS3()
  const { endpoint, bucket, region, accessKeyId, secretAccessKey } = s3.options
  const server = await startTestServer({
    ...{ S3_ENDPOINT: endpoint, S3_BUCKET: bucket, S3_REGION: region },
    ...{ S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey },
  })
  const away = new Map<string, Buffer>()
  return {
    server,
    takeAway: async () => {
      for (const [name, bytes] of s3.objects) away.set(name, bytes)
      s3.objects.clear()
    },
    markAsForeign: async () => void s3.objects.set('owner', Buffer.from('ab'.repeat(16))),
    putBack: async () => {
      s3.objects.clear()
      for (const [name, bytes] of away) s3.objects.set(name, bytes)
    },
    names: async () => [...s3.objects.keys()],
    close: async () => {
      await server.close()
      await s3.close()
    },
  }
}

describe.each([
  ['a folder', folderStore],
  ['S3', s3Store],
])('F1 the store is not the one that the database knows: %s', (_, open) => {
  let kind: Kind
  beforeAll(async () => {
    kind = await open()
  })
  afterAll(() => kind.close())

  const ready = async () => (await fetch(`${kind.server.url}/readyz`)).status
  const send = (bytes: Buffer) =>
    ask(`${kind.server.url}/assets`, {
      method: 'POST',
      key: kind.server.key,
      headers: { 'content-type': 'image/jpeg' },
      body: new Uint8Array(bytes),
    })

  test('not ready, nothing is written there, no task ends, and all is well when it is back', async () => {
    const { client, makeWorker } = kind.server
    const project = await animalProject(client)
    const bytes = await makePicture()
    const image_with_animal = `data:image/jpeg;base64,${bytes.toString('base64')}`
    const { id } = await client.createTask({ body: { project_id: project.id, task_spec: [{ image_with_animal }] } })
    expect(await ready()).toBe(200)
    await kind.takeAway()
    for (const isForeign of [false, true]) {
      if (isForeign) await kind.markAsForeign()
      expect(await ready()).toBe(503)
      expect((await send(await makePicture())).status).toBe(503)
      expect((await kind.names()).filter((name) => !/^(owner|tmp)$/.test(name))).toEqual([])
      expect(await client.readTask({ params: { task_id: id } })).toMatchObject({ status: 'open' })
      const { store } = kind.server.running.server
      const key = assetKey(kind.server.running.workspaceId, createHash('sha256').update(bytes).digest('hex'))
      // What is missing there does not count as lost, and nobody looks for what may go.
      for (const ask of [
        () => store.read(key),
        () => store.open(key),
        () => store.exists(key),
        () => store.list('', 10),
      ])
        await expect(ask()).rejects.toMatchObject({ code: 'storage_unavailable' })
      await expect(store.delete(key)).rejects.toMatchObject({ code: 'storage_unavailable' })
    }
    await kind.putBack()
    expect(await ready()).toBe(200)
    expect((await send(await makePicture())).status).toBe(201)
    const worker = await makeWorker(project.id)
    const take = async () =>
      (await worker.client.takeAssignments({ body: { project_id: project.id } })).assignments.length
    await expect.poll(take, { timeout: 20_000 }).toBe(1)
  })
})
