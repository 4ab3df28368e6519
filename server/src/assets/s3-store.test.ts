import { buffer } from 'node:stream/consumers'
import { afterEach, expect, test } from 'vitest'
import { startS3 } from './s3-server.fixture.ts'
import { openS3Store } from './s3-store.ts'
import { describeStore, sha256 } from './store.fixture.ts'
import { assetKey } from './store.ts'

const servers: Awaited<ReturnType<typeof startS3>>[] = []
const picture = Buffer.alloc(60_000, 'picture')
const key = assetKey(1, sha256(picture))

async function open(changed = {}) {
  const s3 = await startS3()
  servers.push(s3)
  const store = openS3Store({ ...s3.options, ...changed })
  return {
    s3,
    store,
    damage: async (at: string, bytes: Buffer) => void s3.objects.set(at, bytes),
    makeOld: async (at: string, ageMs: number) => void s3.writtenAt.set(at, new Date(Date.now() - ageMs)),
  }
}

afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())))

describeStore(open)

test('P-11 the object that is there wins a conditional put, when it is whole', async () => {
  const { s3, store } = await open()
  s3.objects.set(key, picture)
  expect(await store.put(key, picture)).toEqual({ created: false })
  s3.objects.set(key, picture.subarray(1))
  expect(await store.put(key, picture)).toEqual({ created: true })
  expect(s3.objects.get(key)).toEqual(picture)
})

test('P-11 a store without conditional puts works as well', async () => {
  const { s3, store } = await open()
  s3.state.conditional = false
  expect(await store.put(key, picture)).toEqual({ created: true })
  expect(await store.put(key, picture)).toEqual({ created: false })
})

test.each([
  ['503 SlowDown', 503],
  ['429', 429],
  ['500', 500],
  ['a conflict of two conditional puts', 409],
])('C-10 %s passes', async (_name, status) => {
  const { s3, store } = await open()
  s3.state.trouble = (_request, response) => s3.state.requests < 3 && Boolean(response.writeHead(status).end())
  expect(await store.put(key, picture)).toEqual({ created: true })
  expect(s3.objects.get(key)).toEqual(picture)
})

test('C-10 a connection that breaks, before or in the middle of an answer, is opened again', async () => {
  const { s3, store } = await open()
  await store.put(key, picture)
  s3.state.requests = 0
  s3.state.trouble = (request, response) => {
    if (s3.state.requests > 2) return false
    if (s3.state.requests === 1) request.socket.destroy()
    else response.writeHead(200, { 'content-length': 60_000 }).write('half', () => request.socket.destroy())
    return true
  }
  expect(await store.read(key)).toEqual(picture)
})

test('C-10 a store that stays silent, or sends a byte now and then, is given up', async () => {
  const { s3, store } = await open({ timeoutMs: 60, tries: 2 })
  s3.state.trouble = () => true
  await expect(store.put(key, picture)).rejects.toMatchObject({ code: 'storage_unavailable' })
  s3.state.trouble = (_request, response) => {
    response.writeHead(200, { 'content-length': 60_000 })
    const drip = setInterval(() => response.write('.'), 20)
    response.on('close', () => clearInterval(drip))
    return true
  }
  await expect(store.read(key)).rejects.toMatchObject({ code: 'storage_unavailable' })
})

test('a stream may be read slowly', async () => {
  const { s3, store } = await open({ timeoutMs: 200 })
  s3.state.trouble = (_request, response) => {
    response.writeHead(200, { 'content-length': 4 }).write('ab')
    setTimeout(() => response.end('cd'), 400)
    return true
  }
  const opened = await store.open(key)
  expect(opened?.sizeBytes).toBe(4)
  expect((await buffer(opened!.stream)).toString()).toBe('abcd')
})

test('C-10 a store that is not there', async () => {
  const { s3, store } = await open()
  await s3.close()
  servers.pop()
  await expect(store.put(key, picture)).rejects.toMatchObject({ name: 'StorageError', code: 'storage_unavailable' })
  await expect(store.check()).rejects.toMatchObject({ code: 'storage_unavailable' })
})

test.each([
  ['a wrong secret', { secretAccessKey: 'wrong' }, /SignatureDoesNotMatch/],
  ['a wrong bucket', { bucket: 'elsewhere' }, /NoSuchBucket/],
])('%s is said, and never taken for a missing object', async (_name, changed, words) => {
  const { store } = await open(changed)
  await expect(store.check()).rejects.toThrow(words)
  await expect(store.read(key)).rejects.toThrow(words)
  await expect(store.open(key)).rejects.toThrow(words)
  await expect(store.put(key, picture)).rejects.toMatchObject({ code: 'storage_unavailable' })
})

test('C-07 a full store is told apart', async () => {
  const { s3, store } = await open()
  s3.state.trouble = (_request, response) =>
    Boolean(response.writeHead(507).end('<Error><Code>XMinioStorageFull</Code></Error>'))
  await expect(store.put(key, picture)).rejects.toMatchObject({ code: 'storage_full' })
  s3.state.trouble = () => false
  expect(await store.put(key, picture)).toEqual({ created: true })
})

test('a redirect is not followed', async () => {
  const { s3, store } = await open()
  s3.state.trouble = (_request, response) => Boolean(response.writeHead(301, { location: 'http://127.0.0.1:1/' }).end())
  await expect(store.read(key)).rejects.toThrow(/answers 301/)
  expect(s3.state.requests).toBe(1)
})

test('the type and the key of an object are ours', async () => {
  const { s3, store } = await open()
  let seen: (string | undefined)[] = []
  s3.state.trouble = (request) => {
    seen = [request.url, request.headers['content-type'], request.headers['if-none-match']]
    return false
  }
  await store.put(key, picture)
  expect(seen).toEqual([`/pictures/${key}`, 'application/octet-stream', '*'])
})

test('probes that a killed check left are swept after an hour; nothing else is', async () => {
  const { s3, store, makeOld } = await open()
  for (const name of ['check/old', 'check/young', key]) s3.objects.set(name, picture)
  for (const name of ['check/old', key]) await makeOld(name, 3_700_000)
  await store.sweepTemporary()
  expect([...s3.objects.keys()]).toEqual(['check/young', key])
})

test('a claim is made in a store without conditional puts as well', async () => {
  const { s3, store } = await open()
  s3.state.conditional = false
  expect(await store.claim('a')).toBe('a')
  expect(await store.claim('b')).toBe('a')
})
