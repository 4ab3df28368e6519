import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { inspectPicture } from './inspect.ts'
import { draw, drawFrames, drawn, everyKind, pngChunk, pngOf } from './picture.fixture.ts'

const limits = { maxPixels: 50e6, maxAspect: 200 }
const inspect = (bytes: Buffer) => inspectPicture(bytes, limits)
const codeOf = (bytes: Buffer) => {
  const found = inspect(bytes)
  return found.ok ? found.picture.type : found.code
}
const kinds = Object.entries(await everyKind())

test.each(kinds)('U-01 a %s is taken, with its size', (name, bytes) => {
  const type = `image/${/JPEG|PNG|WebP|GIF/.exec(name)![0].toLowerCase()}`
  expect(inspect(bytes)).toEqual({
    ok: true,
    picture: { type, ...drawn, orientation: 1, animated: false, frames: 1, hasGps: false },
  })
})

describe('U-11 a cut file is refused', () => {
  test.each(kinds)('%s, wherever it is cut', (_name, bytes) => {
    for (let length = 12; length < bytes.length; length++) {
      expect([length, codeOf(bytes.subarray(0, length))]).toEqual([length, 'corrupt_image'])
    }
  })

  test('a JPEG whose thumbnail is whole but whose picture is cut', async () => {
    const thumbnail = await draw().resize(20).jpeg().toBuffer()
    const app = Buffer.concat([Buffer.from([0xff, 0xe1, 0, 0]), Buffer.from('Exif\0\0'), thumbnail])
    app.writeUInt16BE(app.length - 2, 2)
    const jpeg = await draw().jpeg().toBuffer()
    const whole = Buffer.concat([jpeg.subarray(0, 2), app, jpeg.subarray(2)])
    expect(codeOf(whole)).toBe('image/jpeg')
    expect(codeOf(whole.subarray(0, -2))).toBe('corrupt_image')
  })

  test('a cut JPEG with something else behind it', async () => {
    const jpeg = await draw().jpeg().toBuffer()
    const rest = Buffer.from('<html><script>alert(1)</script></html>')
    expect(codeOf(Buffer.concat([jpeg.subarray(0, -20), rest]))).toBe('corrupt_image')
  })

  test('a PNG with one byte changed, by its checksum', async () => {
    const png = await draw().png().toBuffer()
    for (const at of [20, png.indexOf('IDAT') + 9, png.length - 6]) {
      const broken = Buffer.from(png)
      broken[at]! ^= 1
      expect(codeOf(broken)).toBe('corrupt_image')
    }
  })
})

test('U-12 next to nothing', () => {
  expect(codeOf(Buffer.alloc(0))).toBe('empty_image')
  expect(codeOf(Buffer.from([0xff]))).toBe('corrupt_image')
  for (const magic of ['\xff\xd8\xff', '\xff\xd8\xff\xd9', '\x89PNG\r\n\x1a\n', 'GIF89a', 'RIFF\x04\0\0\0WEBP']) {
    expect(codeOf(Buffer.from(magic, 'latin1'))).toBe('corrupt_image')
  }
})

test('U-13 one pixel is a picture; a thread is not', async () => {
  const blank = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
  expect(codeOf(await blank(1, 1))).toBe('image/png')
  expect(codeOf(await blank(200, 1))).toBe('image/png')
  expect(codeOf(await blank(1, 201))).toBe('bad_aspect')
  expect(codeOf(await blank(20_000, 1))).toBe('bad_aspect')
})

test('a picture of no width or height is refused', async () => {
  const jpeg = await draw().jpeg().toBuffer()
  jpeg.writeUInt16BE(0, jpeg.indexOf(Buffer.from([0xff, 0xc0])) + 5)
  expect(codeOf(jpeg)).toBe('corrupt_image')
  expect(codeOf(pngOf({ width: 0, height: 5 }, deflateSync(Buffer.alloc(100))))).toBe('corrupt_image')
})

describe('U-16 the size is that of the upright frame', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('orientation %i', async (orientation) => {
    const upright = orientation < 5 ? drawn : { width: drawn.height, height: drawn.width }
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const bytes = await draw().withMetadata({ orientation }).toFormat(format).toBuffer()
      expect(inspect(bytes)).toMatchObject({ ok: true, picture: { ...upright, orientation } })
    }
  })
})

describe('U-15 a place in the metadata shows as a flag', () => {
  const hasGps = (bytes: Buffer) => {
    const found = inspect(bytes)
    return found.ok && found.picture.hasGps
  }

  test.each(['jpeg', 'png', 'webp'] as const)('in the EXIF block of a %s', async (format) => {
    const place = { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 0/1', GPSLongitude: '13/1 24/1 0/1' }
    expect(hasGps(await draw().withExif({ IFD3: place }).toFormat(format).toBuffer())).toBe(true)
    // What a camera without a fix writes.
    expect(
      hasGps(
        await draw()
          .withExif({ IFD3: { GPSVersionID: '2 3 0 0' } })
          .toFormat(format)
          .toBuffer(),
      ),
    ).toBe(false)
    expect(
      hasGps(
        await draw()
          .withExif({ IFD0: { Make: 'Camera' } })
          .toFormat(format)
          .toBuffer(),
      ),
    ).toBe(false)
  })

  test('in XMP', async () => {
    const xmp = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><a exif:GPSLatitude="52,31N"/></x:xmpmeta>'
    for (const format of ['jpeg', 'webp'] as const) {
      expect(hasGps(await draw().withXmp(xmp).toFormat(format).toBuffer())).toBe(true)
    }
    const text = pngChunk('iTXt', Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${xmp}`))
    expect(hasGps(pngOf({ width: 2, height: 2 }, deflateSync(Buffer.alloc(14)), [text]))).toBe(true)
  })
})

describe('U-18 animations', () => {
  test.each(['gif', 'webp'] as const)(
    'B8 the frames of a %s are counted; only the first has pixels',
    async (format) => {
      const bytes = await drawFrames(12).toFormat(format).toBuffer()
      expect(inspect(bytes)).toMatchObject({ ok: true, picture: { width: 16, height: 16, animated: true, frames: 12 } })
      expect(inspectPicture(bytes, { ...limits, maxPixels: 16 * 16 }).ok).toBe(true)
      expect(inspectPicture(bytes, { ...limits, maxPixels: 16 * 16 - 1 })).toMatchObject({ code: 'too_many_pixels' })
    },
  )

  test('the frames of an animated PNG too', () => {
    const extra = [pngChunk('acTL', Buffer.alloc(8)), ...Array.from({ length: 5 }, () => pngChunk('fcTL'))]
    const bytes = pngOf({ width: 2, height: 2 }, deflateSync(Buffer.alloc(14)), extra)
    expect(inspect(bytes)).toMatchObject({ ok: true, picture: { animated: true, frames: 5 } })
  })

  test('a GIF has the size that the decoder gives it, whatever its screen says', async () => {
    const gif = await draw().gif().toBuffer()
    for (const [width, height] of [
      [10, 10],
      [0, 0],
      [640, 480],
      [480, 640],
      [1600, 1200],
      [2048, 99],
      [2049, 99],
    ] as const) {
      gif.writeUInt16LE(width, 6)
      gif.writeUInt16LE(height, 8)
      const { info } = await sharp(gif).toBuffer({ resolveWithObject: true })
      expect(inspect(gif)).toMatchObject({ ok: true, picture: { width: info.width, height: info.height } })
    }
  })
})
