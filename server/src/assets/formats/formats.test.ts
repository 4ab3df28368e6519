import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { type Inspection, inspectPicture } from '../inspect.ts'
import { draw, drawFrames, drawn, pngChunk } from '../picture.fixture.ts'

const limits = { maxPixels: 50e6, maxAspect: 200 }
const inspect = (bytes: Buffer) => inspectPicture(bytes, limits)
const codesOf = (found: Inspection) => (found.ok ? (found.picture.warnings ?? []).map(({ code }) => code) : found.code)

describe('B4 TIFF', () => {
  test('a TIFF in every layout that cameras and scanners write, turned or not', async () => {
    for (const options of [
      { compression: 'lzw' },
      { compression: 'jpeg' },
      { tile: true, tileWidth: 16, tileHeight: 16 },
      { bitdepth: 1 },
    ] as const) {
      const bytes = await draw().greyscale().tiff(options).toBuffer()
      expect(inspect(bytes), JSON.stringify(options)).toMatchObject({ ok: true, picture: drawn })
    }
    const turned = await draw().withMetadata({ orientation: 6 }).tiff().toBuffer()
    expect(inspect(turned)).toMatchObject({ ok: true, picture: { width: drawn.height, height: drawn.width } })
  })
})

describe('B7 small damage', () => {
  test('a wrong checksum in a part that the picture does not need is a warning; in one that it needs, a refusal', async () => {
    const png = await draw().png().toBuffer()
    for (const name of ['tEXt', 'iTXt', 'eXIf', 'tIME', 'zTXt']) {
      const part = pngChunk(name, Buffer.from('whatever'))
      part[part.length - 1]! ^= 1
      const found = inspect(Buffer.concat([png.subarray(0, 33), part, png.subarray(33)]))
      expect(found).toMatchObject({ ok: true, picture: { warnings: [{ code: 'damaged_metadata' }] } })
    }
    const broken = Buffer.from(png)
    broken[png.indexOf('IDAT') + 9]! ^= 1
    expect(inspect(broken)).toMatchObject({ ok: false, detail: expect.stringContaining('IDAT') })
  })

  test('a file without its end mark is refused unless its pixels decode', async () => {
    const kinds = { jpeg: 2, png: 12, gif: 1 } as const
    for (const [format, end] of Object.entries(kinds)) {
      const bytes = await draw()
        .toFormat(format as keyof typeof kinds)
        .toBuffer()
      for (let cut = 1; cut <= end; cut++) {
        const found = inspect(bytes.subarray(0, -cut))
        expect(found).toMatchObject({
          ok: false,
          unless: { picture: { ...drawn, warnings: [{ code: 'missing_end' }] } },
        })
        if (!found.ok)
          expect((await sharp(found.unless!.bytes, { failOn: 'warning' }).raw().toBuffer()).length).toBeGreaterThan(0)
      }
    }
  })
})

test('B8 an animation whose first frame is empty or of one colour is taken with a warning', async () => {
  const blank = await drawFrames(3).gif().toBuffer()
  expect(codesOf(inspect(blank))).toEqual(['blank_first_frame'])
  const large = await sharp({ create: { width: 480, height: 270, channels: 3, background: 'black' } })
    .gif()
    .toBuffer()
  expect(codesOf(inspect(large))).toEqual(['blank_first_frame'])
  expect(codesOf(inspect(await draw().gif().toBuffer()))).toEqual([])
  const clear = await sharp({
    create: { width: 64, height: 64, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
  })
    .gif()
    .toBuffer()
  expect(codesOf(inspect(clear))).toEqual(['blank_first_frame'])
})

test('F34 a JPEG that holds a second one is taken with a warning', async () => {
  const jpeg = await draw().jpeg().toBuffer()
  expect(codesOf(inspect(Buffer.concat([jpeg, jpeg])))).toEqual(['several_pictures'])
  expect(codesOf(inspect(Buffer.concat([jpeg, Buffer.alloc(100), jpeg])))).toEqual(['several_pictures'])
  expect(codesOf(inspect(Buffer.concat([jpeg, Buffer.from('PK\x03\x04')])))).toEqual([])
  // The index of pictures of a stereo camera, and of a phone that keeps a map of brightness behind the picture.
  const indexed = (kind: number) => {
    const index = Buffer.alloc(4 + 8 + 2 + 12 + 4 + 32)
    index.write('MPF\0II*\0', 'latin1')
    index.writeUInt32LE(8, 8)
    index.writeUInt16LE(1, 12)
    index.writeUInt16LE(0xb002, 14)
    index.writeUInt16LE(7, 16)
    index.writeUInt32LE(32, 18)
    index.writeUInt32LE(26, 22)
    index.writeUInt32LE(0x020002, 4 + 26)
    index.writeUInt32LE(kind, 4 + 26 + 16)
    const head = Buffer.from([0xff, 0xe2, 0, index.length + 2])
    return Buffer.concat([jpeg.subarray(0, 2), head, index, jpeg.subarray(2), jpeg])
  }
  expect(codesOf(inspect(indexed(0x020002)))).toEqual(['several_pictures'])
  expect(codesOf(inspect(indexed(0)))).toEqual([])
})
