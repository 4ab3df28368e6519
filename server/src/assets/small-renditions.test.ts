import { createHash, randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { keepHouse } from '../deletions/housekeeping.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'
import { draw, drawFrames, drawn, pngOf } from './picture.fixture.ts'
import { renditionKey } from './store.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

async function send(bytes: Buffer) {
  const { sha256 } = await server.client.createAsset({
    body: bytes,
    headers: { 'content-type': 'application/octet-stream' },
  })
  return sha256
}

async function small(sha256: string, width = '160') {
  const response = await fetch(`${server.url}/assets/${sha256}/rendition?width=${width}`, {
    headers: { authorization: server.key },
  })
  return { response, bytes: Buffer.from(await response.arrayBuffer()) }
}

const large = () => draw().resize(600, 400, { kernel: 'nearest' })
const keyOf = (sha256: string) => renditionKey(server.running.workspaceId, sha256, 160)

/** The colour in the middle of a quarter: 0 and 1 above, 2 and 3 below. */
async function colourOf(bytes: Buffer, quarter: number) {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const x = Math.floor(info.width * (quarter % 2 === 0 ? 0.25 : 0.75))
  const y = Math.floor(info.height * (quarter < 2 ? 0.25 : 0.75))
  return [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)].map((one) => Math.round(one / 255))
}

const [red, green, blue] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
] as const

describe('GET /assets/{sha256}/rendition?width=160', () => {
  test('a picture, as wide as that, with the headers of every picture', async () => {
    const sha256 = await send(await large().jpeg().toBuffer())
    const { response, bytes } = await small(sha256)
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'jpeg', width: 160, height: 107 })
    expect([await colourOf(bytes, 0), await colourOf(bytes, 1)]).toEqual([red, green])
    const whole = await fetch(`${server.url}/assets/${sha256}/rendition`, { headers: { authorization: server.key } })
    for (const name of ['content-type', 'content-security-policy', 'x-content-type-options', 'cache-control'])
      expect([name, response.headers.get(name)]).toEqual([name, whole.headers.get(name)])
    expect((await sharp(Buffer.from(await whole.arrayBuffer())).metadata()).width).toBe(600)
  })

  test('a turned JPEG stands upright, without what the camera wrote', async () => {
    const { bytes } = await small(await send(await large().withMetadata({ orientation: 6 }).jpeg().toBuffer()))
    const about = await sharp(bytes).metadata()
    expect([about.width, about.height, about.orientation, about.exif]).toEqual([160, 240, undefined, undefined])
    expect([await colourOf(bytes, 0), await colourOf(bytes, 1)]).toEqual([blue, red])
  })

  test('an animated GIF is its first picture', async () => {
    const { response, bytes } = await small(await send(await drawFrames(5, 300).gif().toBuffer()))
    expect(response.headers.get('content-type')).toBe('image/jpeg')
    const about = await sharp(bytes).metadata()
    expect([about.width, about.height, about.pages]).toEqual([160, 160, undefined])
    expect(await colourOf(bytes, 0)).toEqual([0, 0, 0])
  })

  test('a transparent PNG stays transparent', async () => {
    const { response, bytes } = await small(await send(await large().ensureAlpha(0.5).png().toBuffer()))
    expect(response.headers.get('content-type')).toBe('image/png')
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', width: 160, hasAlpha: true })
    expect((await sharp(bytes).stats()).isOpaque).toBe(false)
  })

  test('a narrow picture is not made wider', async () => {
    const { bytes } = await small(await send(await draw().png().toBuffer()))
    expect(await sharp(bytes).metadata()).toMatchObject(drawn)
  })

  test('a broken picture says what is wrong with it', async () => {
    // Whole by its header and its checksums, so it is taken in; its pixels are no pixels.
    const broken = pngOf({ width: 300, height: 200 }, randomBytes(60_000))
    const { response, bytes } = await small(await send(broken))
    expect([response.status, JSON.parse(bytes.toString()).code]).toEqual([422, 'corrupt_image'])
  })

  test('other widths are refused', async () => {
    const sha256 = await send(await large().png().toBuffer())
    for (const width of ['161', '0', '', '160.0', '9999999', 'wide'])
      expect((await small(sha256, width)).response.status, width).toBe(422)
  })

  test('two at once make one; it is kept; deleted, it is made again', async () => {
    const { renditions, store } = server.running.server
    const sha256 = await send(await large().webp().toBuffer())
    const render = vi.spyOn(renditions, 'render')
    const smaller = () => render.mock.calls.filter(([, options]) => options?.width === 160).length
    try {
      const [one, two] = await Promise.all([small(sha256), small(sha256)])
      expect(two.bytes).toEqual(one.bytes)
      expect((await small(sha256)).bytes).toEqual(one.bytes)
      expect([smaller(), render.mock.calls.length]).toEqual([1, 2])
      expect((await store.read(keyOf(sha256)))?.subarray(0, -32)).toEqual(one.bytes)
      for (const width of [undefined, 160]) await store.delete(renditionKey(server.running.workspaceId, sha256, width))
      expect((await small(sha256)).bytes).toEqual(one.bytes)
      expect([smaller(), render.mock.calls.length]).toEqual([2, 4])
    } finally {
      render.mockRestore()
    }
  })

  test('goes with its picture', async () => {
    const bytes = await large().png({ compressionLevel: 1 }).toBuffer()
    const sha256 = await send(bytes)
    expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
    await small(sha256)
    const { store } = server.running.server
    expect(await store.exists(keyOf(sha256))).toBe(true)
    await server.sql`update assets set created_at = now() - interval '2 days' where sha256 = ${sha256}`
    await keepHouse(server.running.server)(new AbortController().signal)
    expect(await store.exists(keyOf(sha256))).toBe(false)
  })
})
