import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

import { type AssetBulkReceipt, pictureHead, picturesType } from '@whisker/api/assets.ts'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { ask, dial } from '../testing/ask.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'
import { draw } from './picture.fixture.ts'
import { assetKey, readVerified, StorageError } from './store.ts'

let server: TestServer
let png: Buffer
beforeAll(async () => {
  server = await startTestServer({ MAX_PICTURE_MB: '6', MAX_INFLIGHT_MB: '16' })
  png = await draw().png().toBuffer()
})
afterAll(() => server.close())

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
/** A PNG of its own: what comes after its end belongs to no picture, and a chunk before it may hold anything. */
function picture(sizeBytes = 300): Buffer {
  const text = randomBytes(Math.ceil(sizeBytes / 2)).toString('hex')
  return withText(png, text)
}
function withText(bytes: Buffer, text: string): Buffer {
  const body = Buffer.from(`tEXtComment\0${text}`, 'latin1')
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(body.length - 4)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(body), body.length + 4)
  return Buffer.concat([bytes.subarray(0, 33), chunk, bytes.subarray(33)])
}
const framed = (...pictures: Buffer[]) => Buffer.concat(pictures.flatMap((one) => [pictureHead(one.length), one]))
const headers = { 'content-type': picturesType }

async function send(body: NonNullable<RequestInit['body']>, key = server.key) {
  const reply = await ask(`${server.url}/assets/bulk`, { key, headers, body })
  return reply.text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as AssetBulkReceipt)
}

const roomIsFree = () =>
  expect.poll(async () => (await ask(`${server.url}/metrics`)).text).toContain('whisker_bytes_in_flight 0')

async function isKept(bytes: Buffer, workspaceId = server.running.workspaceId): Promise<boolean> {
  const hash = sha256(bytes)
  const rows = await server.sql`select 1 from assets where workspace_id = ${workspaceId} and sha256 = ${hash}`
  const { store } = server.running.server
  return rows.length === 1 && (await readVerified(store, assetKey(workspaceId, hash), hash)).ok
}

describe('POST /assets/bulk', () => {
  test('every picture gets its receipt, in order, and is kept as it came', async () => {
    // More than a batch by number, and more than one by bytes; one is larger than a batch.
    const pictures = [
      ...Array.from({ length: 150 }, () => picture()),
      picture(5_000_000),
      ...Array.from({ length: 9 }, () => picture(900_000)),
    ]
    const receipts = await send(framed(...pictures))
    expect(receipts.map(({ picture, status }) => `${picture} ${status}`)).toEqual(
      pictures.map((_, at) => `${at + 1} stored`),
    )
    for (const [at, receipt] of receipts.entries()) {
      const sha = sha256(pictures[at] as Buffer)
      expect(receipt).toMatchObject({
        sha256: sha,
        value: `asset:${sha}`,
        content_type: 'image/png',
        deduplicated: false,
      })
      expect(await isKept(pictures[at] as Buffer)).toBe(true)
    }
  })

  test('P-11 the same picture twice in a body, and again in the next one, is stored once', async () => {
    const one = picture()
    const again = (receipts: AssetBulkReceipt[]) => receipts.map((row) => 'deduplicated' in row && row.deduplicated)
    expect(again(await send(framed(one, one)))).toEqual([false, true])
    expect(again(await send(framed(one)))).toEqual([true])
  })

  test('good ones land when others fail', async () => {
    const good = [picture(), picture(), picture()] as const
    const text = Buffer.from('<html><script>alert(1)</script></html>')
    const receipts = await send(
      framed(good[0], Buffer.alloc(0), text, picture(7_000_000), good[1], png.subarray(0, -20), good[2]),
    )
    expect(receipts.map((row) => (row.status === 'error' ? row.code : row.status))).toEqual([
      'stored',
      'empty_image',
      'unsupported_image',
      'too_large',
      'stored',
      'corrupt_image',
      'stored',
    ])
    for (const bytes of good) expect(await isKept(bytes)).toBe(true)
  })

  test('a body may be cut into pieces anywhere', async () => {
    const pictures = [picture(), picture(), picture()]
    const body = framed(...pictures)
    const bytewise = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < body.length; at += 7) controller.enqueue(body.subarray(at, at + 7))
        controller.close()
      },
    })
    expect((await send(bytewise)).map(({ status }) => status)).toEqual(['stored', 'stored', 'stored'])
    for (const bytes of pictures) expect(await isKept(bytes)).toBe(true)
  })

  test('an empty body has no receipts', async () => expect(await send(Buffer.alloc(0))).toEqual([]))

  test.each([1, 4, 100])('a body that ends %i bytes after the first picture: the first is stored', async (more) => {
    const first = picture()
    const body = framed(first, picture())
    const receipts = await send(body.subarray(0, 4 + first.length + more))
    expect(receipts).toMatchObject([{ status: 'stored' }, { picture: 2, status: 'error', code: 'bad_request' }])
    expect(await isKept(first)).toBe(true)
  })

  test('a picture without its length is passed over, and told', async () => {
    expect(await send(picture())).toMatchObject([{ picture: 1, status: 'error', code: 'too_large' }])
  })

  test('C-03 a sender who breaks off: what has a receipt is kept, and the room is free again', async () => {
    const pictures = Array.from({ length: 80 }, () => picture())
    const body = framed(...pictures, picture(100_000))
    const socket = await dial(server.url)
    let text = ''
    socket.on('data', (chunk) => (text += chunk.toString('latin1')))
    socket.on('error', () => {})
    const head = [
      'POST /assets/bulk HTTP/1.1',
      'host: x',
      `authorization: ${server.key}`,
      `content-type: ${picturesType}`,
    ]
    socket.write(`${[...head, `content-length: ${body.length}`].join('\r\n')}\r\n\r\n`)
    socket.write(body.subarray(0, -50_000))
    await vi.waitFor(() => expect(text).toContain('"picture":64'), { timeout: 10_000 })
    socket.destroy()
    const hashes = [...text.matchAll(/"sha256":"([0-9a-f]{64})"/g)].map((match) => match[1])
    expect(hashes).toEqual(pictures.slice(0, 64).map(sha256))
    for (const bytes of pictures.slice(0, 64)) expect(await isKept(bytes)).toBe(true)
    await roomIsFree()
  })

  test('C-05 what the store cannot take is told picture by picture, and nothing of it has a row', async () => {
    const { store } = server.running.server
    const [bad, good] = [picture(), picture()]
    const { put } = store
    const spy = vi.spyOn(store, 'put').mockImplementation(async (key, bytes) => {
      if (key.endsWith(sha256(bad))) throw new StorageError('storage_full', 'full')
      return put(key, bytes)
    })
    const receipts = await send(framed(bad, good)).finally(() => spy.mockRestore())
    expect(receipts).toMatchObject([{ status: 'error', code: 'storage_full' }, { status: 'stored' }])
    expect(await isKept(bad)).toBe(false)
    expect(await isKept(good)).toBe(true)
  })

  test('P-12 a sweep between the look at the store and the row: the file is put back', async () => {
    const { store } = server.running.server
    const bytes = picture()
    const key = assetKey(server.running.workspaceId, sha256(bytes))
    await store.put(key, bytes)
    const { put } = store
    const spy = vi.spyOn(store, 'put').mockImplementationOnce(async (...given) => {
      const done = await put(...given)
      await store.delete(key)
      return done
    })
    expect(await send(framed(bytes)).finally(() => spy.mockRestore())).toMatchObject([{ status: 'stored' }])
    expect(await isKept(bytes)).toBe(true)
  })

  test('L-01 a body that trickles in is cut, and its room is free again', async () => {
    const socket = await dial(server.url)
    const head = [
      'POST /assets/bulk HTTP/1.1',
      'host: x',
      `authorization: ${server.key}`,
      `content-type: ${picturesType}`,
    ]
    socket.write(`${[...head, 'content-length: 100000'].join('\r\n')}\r\n\r\n`)
    socket.write(Buffer.from(pictureHead(90_000)))
    const drip = setInterval(() => socket.write('x'), 100)
    socket.on('error', () => {})
    socket.resume()
    const begun = performance.now()
    await new Promise((resolve) => socket.once('close', resolve)).finally(() => clearInterval(drip))
    expect(performance.now() - begun).toBeLessThan(15_000)
    await roomIsFree()
  })

  test('many bodies at once, each with more than the room there is, all come to their end', async () => {
    // Made quickly: while this process is at it, its server and its client both sleep, and the line between them ends.
    const large = picture(1_500_000)
    const bodies = Array.from({ length: 12 }, () =>
      Array.from({ length: 8 }, () => withText(large, randomBytes(20).toString('hex'))),
    )
    const receipts = await Promise.all(bodies.map((pictures) => send(framed(...pictures))))
    expect(receipts.flat().filter(({ status }) => status !== 'stored')).toEqual([])
    for (const bytes of bodies.flat().slice(0, 10)) expect(await isKept(bytes)).toBe(true)
  })
})
