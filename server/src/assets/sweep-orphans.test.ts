import { createHash } from 'node:crypto'
import { access, mkdir, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Server } from '../context.ts'
import { ask } from '../testing/ask.ts'
import { animalProject, startTestServer, type TestServer } from '../testing/server.ts'
import { partsOf } from './folder-keys.ts'
import { type AssetKey, assetKey, renditionKey } from './store.ts'
import { sweepOrphans } from './sweep-orphans.ts'

let server: TestServer
let workspaceId: number
let projectId: number
beforeAll(async () => {
  server = await startTestServer({ LOG_LEVEL: 'info' })
  workspaceId = server.running.workspaceId
  projectId = (await animalProject(server.client)).id
})
afterAll(() => server.close())

const part = (changed: Partial<Server> = {}) => ({ ...server.running.server, ...changed })
/** A whole walk, from its beginning. */
async function walk(one = part()) {
  await server.sql`delete from settings where key = 'orphan_cursor'`
  const round = sweepOrphans(one)
  const signal = new AbortController().signal
  do {
    await round(signal)
  } while ((await server.sql`select from settings where key = 'orphan_cursor' and value <> ''`).length > 0)
}

const path = (key: AssetKey) => join(part().config.dataDir, 'assets', ...partsOf(key))
const makeOld = (key: AssetKey, hours: number) =>
  utimes(path(key), new Date(), new Date(Date.now() - hours * 3_600_000))
const isThere = (key: AssetKey) =>
  access(path(key)).then(
    () => true,
    () => false,
  )

let shade = 0
const draw = () =>
  sharp({ create: { width: 9, height: 9, channels: 3, background: { r: shade++, g: 1, b: 1 } } })
    .png()
    .toBuffer()
const keyOf = (bytes: Buffer) => assetKey(workspaceId, createHash('sha256').update(bytes).digest('hex'))
const send = (bytes: Buffer) =>
  ask(`${server.url}/tasks`, {
    key: server.key,
    json: {
      project_id: projectId,
      task_spec: [{ image_with_animal: `data:image/png;base64,${bytes.toString('base64')}` }],
    },
  })

/** What a crash between file and row leaves. */
async function orphan(hours: number, kind = assetKey) {
  const bytes = await draw()
  const key = kind(workspaceId, createHash('sha256').update(bytes).digest('hex'))
  await part().store.put(key, bytes)
  await makeOld(key, hours)
  return { bytes, key }
}

describe('D-03 files to which nothing points', () => {
  test('go after a day; young ones, and pictures of a row, stay', async () => {
    const smallKey = (workspace: number, hash: string) => renditionKey(workspace, hash, 160)
    const [old, rendition, young] = [await orphan(25), await orphan(25, renditionKey), await orphan(23)]
    const small = await orphan(25, smallKey)
    const used = await draw()
    expect((await send(used)).status).toBe(201)
    await makeOld(keyOf(used), 1000)
    await walk()
    const there = await Promise.all([old.key, rendition.key, small.key, young.key, keyOf(used)].map(isThere))
    expect(there).toEqual([false, false, false, true, true])
    expect(server.logLines.join()).toContain('"removed":3')
  })

  test('copies that an older version made go as well, those of this version stay', async () => {
    const used = await draw()
    expect((await send(used)).status).toBe(201)
    const hash = createHash('sha256').update(used).digest('hex')
    const copies = [renditionKey(workspaceId, hash), renditionKey(workspaceId, hash, 160)]
    const older = copies.map((key) => key.replace(/-\d+\//, '-1/') as AssetKey)
    for (const key of [...copies, ...older]) {
      await part().store.put(key, used)
      await makeOld(key, 25)
    }
    await walk()
    expect(await Promise.all([...copies, ...older].map(isThere))).toEqual([true, true, false, false])
  })

  test('also those of a workspace that is gone', async () => {
    const key = assetKey(999, 'ab'.repeat(32))
    await part().store.put(key, Buffer.from('x'))
    await makeOld(key, 25)
    await walk()
    expect(await isThere(key)).toBe(false)
  })

  test('a store of more than one page is walked to its end, over restarts', async () => {
    const keys = Array.from({ length: 1200 }, (_, n) =>
      assetKey(workspaceId, createHash('sha256').update(String(n)).digest('hex')),
    )
    for (const key of keys) {
      await mkdir(dirname(path(key)), { recursive: true })
      await writeFile(path(key), 'x')
    }
    const old = keys.filter((_, n) => n % 100 === 0)
    for (const key of old) await makeOld(key, 25)
    await server.sql`delete from settings where key = 'orphan_cursor'`
    for (let restart = 0; restart < 3; restart++) await sweepOrphans(part())(new AbortController().signal)
    const there = await Promise.all(keys.map(isThere))
    expect(keys.filter((_, n) => !there[n])).toEqual(old)
    expect(await server.sql`select value from settings where key = 'orphan_cursor'`).toEqual([{ value: '' }])
  })

  test('a store that belongs to another installation is left alone, and that is said', async () => {
    const { key } = await orphan(25)
    const [known] = await server.sql<{ value: string }[]>`
      update settings set value = 'of another store' where key = 'asset_store' returning
        (select value from settings where key = 'asset_store') as value`
    await expect(walk()).rejects.toThrow('belongs to the database of another Whisker')
    expect(await isThere(key)).toBe(true)
    expect(server.logLines.join()).toContain('belongs to the database of another Whisker')
    await server.sql`update settings set value = ${known!.value} where key = 'asset_store'`
    await walk()
    expect(await isThere(key)).toBe(false)
  })

  test('the picture comes in while its orphan is about to go: whoever is first, the file is there', async () => {
    for (let round = 0; round < 20; round++) {
      const { bytes, key } = await orphan(25)
      const [reply] = await Promise.all([send(bytes), walk(), walk()])
      expect(reply.status).toBe(201)
      expect(await isThere(key)).toBe(true)
    }
  })

  test('the row is on its way: the sweep waits for it, and keeps the file', async () => {
    const { bytes, key } = await orphan(25)
    let swept: Promise<void> | undefined
    await server.sql.begin(async (tx) => {
      await tx`insert into assets (workspace_id, sha256, content_type, size_bytes, width, height, animated, has_gps)
        values (${workspaceId}, ${key.slice(-64)}, 'image/png', ${bytes.length}, 9, 9, false, false)`
      swept = walk()
      await sleep(200)
      expect(await isThere(key)).toBe(true)
    })
    await swept
    expect(await isThere(key)).toBe(true)
  })

  test('the file was written anew between the look at its age and the lock: it stays', async () => {
    const { bytes, key } = await orphan(25)
    const { store } = part()
    const ages = [25 * 3_600_000]
    const late = { ...store, ageMs: async (one: AssetKey) => (one === key && ages.pop()) || store.ageMs(one) }
    await store.delete(key)
    await store.put(key, bytes)
    await walk(part({ store: late }))
    expect(await isThere(key)).toBe(true)
  })
})
