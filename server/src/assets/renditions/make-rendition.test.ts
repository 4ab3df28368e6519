import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import sharp from 'sharp'
import { afterAll, describe, expect, test } from 'vitest'
import { inspectPicture } from '../inspect.ts'
import { draw, drawFrames, drawn, everyKind, pngChunk, pngOf } from '../picture.fixture.ts'
import { createRenditionPool } from './pool.ts'

const deaths: { cause?: string }[] = []
const pool = createRenditionPool({ nice: 0, log: { warn: (facts) => deaths.push(facts) } })
afterAll(() => pool.close())

async function render(bytes: Buffer) {
  const rendition = await pool.render(bytes)
  if (!rendition.ok) throw new Error(rendition.detail)
  return rendition
}

/** The nearest of the drawn colours at a place, given as a share of width and height. */
async function colourAt(bytes: Buffer, x: number, y: number) {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const at = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * 3
  const high = [...data.subarray(at, at + 3)].map((value) => (value > 127 ? 1 : 0)).join('')
  return { '100': 'red', '010': 'green', '001': 'blue', '111': 'white' }[high] ?? high
}

const kinds = Object.entries(await everyKind())

test.each(kinds)('a %s looks the same, in the size that intake told', async (name, bytes) => {
  const made = await render(bytes)
  expect(made).toMatchObject({ ...drawn, type: name.includes('alpha') ? 'image/png' : 'image/jpeg' })
  expect(await sharp(made.bytes).metadata()).toMatchObject({ ...drawn, space: 'srgb' })
  if (name !== 'grey JPEG') expect(await colourAt(made.bytes, 0.2, 0.2)).toBe('red')
})

test('an alpha channel that hides nothing costs no PNG', async () => {
  for (const format of ['png', 'webp'] as const) {
    const made = await render(await draw().ensureAlpha(1).toFormat(format, { lossless: true }).toBuffer())
    expect(made.type).toBe('image/jpeg')
    expect(await colourAt(made.bytes, 0.2, 0.8)).toBe('blue')
  }
})

test('16 bits and grey with alpha keep their transparency', async () => {
  const deep = await render(await draw().toColourspace('rgb16').ensureAlpha(0.5).png().toBuffer())
  const grey = await render(await draw().greyscale().ensureAlpha(0.5).png().toBuffer())
  for (const made of [deep, grey]) {
    expect(made.type).toBe('image/png')
    const alpha = await sharp(made.bytes).extractChannel('alpha').raw().toBuffer()
    expect(Math.abs(alpha[0]! - 128)).toBeLessThan(3)
  }
})

test('a large picture is made smaller, a small one stays', async () => {
  const large = await draw().resize(3000, 1000, { fit: 'fill' }).jpeg().toBuffer()
  expect(await render(large)).toMatchObject({ width: 2048, height: 683 })
  expect(await render(await draw().resize(1, 1).png().toBuffer())).toMatchObject({ width: 1, height: 1 })
})

describe('B10 long pictures and icons', () => {
  test.each([
    [1080, 15_000, 1080, 15_000],
    [2160, 10_000, 1080, 5000],
    [9000, 500, 9000, 500],
    [3000, 1000, 2048, 683],
    [20_000, 2000, 10_800, 1080],
  ])('%i x %i is shown as %i x %i', async (width, height, shownWidth, shownHeight) => {
    const bytes = await draw().resize(width, height, { fit: 'fill' }).png().toBuffer()
    const made = await render(bytes)
    expect(Math.abs(made.width - shownWidth) + Math.abs(made.height - shownHeight)).toBeLessThan(60)
  })
})

describe('B4 AVIF and TIFF', () => {
  test.each(['avif', 'tiff'] as const)(
    'a %s is shown as a JPEG, or as a PNG where it is transparent',
    async (format) => {
      const lossless = format === 'tiff' ? { compression: 'lzw' } : {}
      const made = await render(await draw().toFormat(format).toBuffer())
      expect(made).toMatchObject({ ...drawn, type: 'image/jpeg', notes: [] })
      expect(await colourAt(made.bytes, 0.2, 0.2)).toBe('red')
      expect((await render(await draw().ensureAlpha(0.5).toFormat(format, lossless).toBuffer())).type).toBe('image/png')
    },
  )
})

describe('B9 deep pixels', () => {
  const lossless = (format: string) => (format === 'tiff' ? { compression: 'lzw' } : {})
  const deep = (max: number, channels: 1 | 3 = 1) =>
    sharp(
      new Uint16Array(60 * 40 * channels).map((_, at) => (Math.floor(at / 3) * 7919) % (max + 1)),
      { raw: { width: 60, height: 40, channels } },
    ).toColourspace(channels === 1 ? 'grey16' : 'rgb16')

  test.each([20, 4000, 16_000])('16 bits with values up to %i are stretched, and that is said', async (max) => {
    for (const channels of [1, 3] as const)
      for (const format of ['png', 'tiff'] as const) {
        const made = await render(await deep(max, channels).toFormat(format, lossless(format)).toBuffer())
        expect(made.notes).toEqual(['stretched'])
        const { channels: seen } = await sharp(made.bytes).stats()
        expect(seen[0]!.max).toBeGreaterThan(200)
        expect(seen[0]!.min).toBeLessThan(40)
      }
  })

  test('what uses its bits stays as it is; what is black or of one colour is told', async () => {
    expect((await render(await deep(65_535).png().toBuffer())).notes).toEqual([])
    const plain = (background: string) =>
      sharp({ create: { width: 300, height: 200, channels: 3, background } })
        .png()
        .toBuffer()
    expect((await render(await plain('#7f0000'))).notes).toEqual(['blank'])
    const dark = sharp(Buffer.alloc(300 * 200, Buffer.from([0, 5, 9, 14, 3])), {
      raw: { width: 300, height: 200, channels: 1 },
    })
    expect((await render(await dark.png().toBuffer())).notes).toEqual(['very_dark'])
  })
})

test('B7 a JPEG and a PNG without their end marks are shown', async () => {
  expect(await render((await draw().jpeg().toBuffer()).subarray(0, -2))).toMatchObject(drawn)
  expect(await render((await draw().png().toBuffer()).subarray(0, -5))).toMatchObject(drawn)
})

test('B6 the decoder has the limit of pixels that intake has', async () => {
  const large = await sharp({ create: { width: 9000, height: 7000, channels: 3, background: 'red' } })
    .jpeg()
    .toBuffer()
  const wide = createRenditionPool({ nice: 0, maxPixels: 100e6 })
  expect(await wide.render(large)).toMatchObject({ ok: true, width: 2048 })
  expect(await pool.render(large)).toMatchObject({ ok: false })
  await wide.close()
})

describe('U-16 every orientation is upright', () => {
  // Where the red and the green quarter end up.
  const corners = [
    [1, 'red', 'green'],
    [2, 'green', 'red'],
    [3, 'white', 'blue'],
    [4, 'blue', 'white'],
    [5, 'red', 'blue'],
    [6, 'blue', 'red'],
    [7, 'white', 'green'],
    [8, 'green', 'white'],
  ] as const
  test.each(corners)('orientation %i has %s and %s on top', async (orientation, left, right) => {
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const bytes = await draw().withMetadata({ orientation }).toFormat(format).toBuffer()
      const made = await render(bytes)
      const found = inspectPicture(bytes, { maxPixels: 50e6, maxAspect: 200 })
      expect(found).toMatchObject({ ok: true, picture: { width: made.width, height: made.height } })
      expect(await colourAt(made.bytes, 0.2, 0.2)).toBe(left)
      expect(await colourAt(made.bytes, 0.8, 0.2)).toBe(right)
      expect((await sharp(made.bytes).metadata()).orientation).toBe(undefined)
    }
  })
})

test('U-15 U-17 no metadata is left', async () => {
  const thumbnail = await draw().resize(10).jpeg().toBuffer()
  const exif = {
    IFD0: { ImageDescription: '<script>alert(1)</script>', Make: 'SECRET-CAMERA', BodySerialNumber: 'SECRET-SERIAL' },
    IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 0/1' },
  }
  const xmp = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><a b="SECRET-XMP"/></x:xmpmeta>'
  for (const format of ['jpeg', 'png', 'webp'] as const) {
    const bytes = await draw().withExif(exif).withXmp(xmp).withIccProfile('p3').toFormat(format).toBuffer()
    const whole = Buffer.concat([bytes, thumbnail])
    const made = await render(whole)
    const { exif: left, xmp: xml, iptc, icc, comments } = await sharp(made.bytes).metadata()
    expect({ left, xml, iptc, icc, comments }).toEqual({})
    for (const marker of ['SECRET', '<script>', 'Exif', 'xmp', 'ICC']) expect(made.bytes.includes(marker)).toBe(false)
  }
})

test.each(kinds)('U-10 nothing that hides in a %s comes through', async (_name, bytes) => {
  const marker = '<html><script>alert("PK\x03\x04")</script><?php system($_GET[1]) ?>'
  const { bytes: made } = await render(Buffer.concat([bytes, Buffer.from(marker, 'latin1')]))
  for (const part of ['<html', '<script', '<?php', 'PK\x03\x04']) expect(made.includes(part, 0, 'latin1')).toBe(false)
})

test.each(['gif', 'webp'] as const)('U-18 of an animated %s the first frame is shown', async (format) => {
  const made = await render(await drawFrames(20).toFormat(format, { lossless: true }).toBuffer())
  expect(made).toMatchObject({ width: 16, height: 16 })
  const [first] = await sharp(made.bytes).raw().toBuffer()
  expect(first).toBeLessThan(3)
})

const others: [string, Buffer][] = [
  [
    'U-09 SVG',
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'),
  ],
  ['U-08 PDF', Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n')],
  ['U-30 VIPS', Buffer.concat([Buffer.from('08f2a6b6', 'hex'), Buffer.alloc(200)])],
  ['noise', Buffer.alloc(500, 'noise')],
  ['nothing', Buffer.alloc(0)],
  ['U-11 half a JPEG', (await draw().resize(800).jpeg().toBuffer()).subarray(0, 4000)],
  ['U-11 a PNG of garbage', pngOf({ width: 9, height: 9 }, Buffer.alloc(500, 7))],
  [
    'U-26 a pixel bomb',
    pngOf({ width: 16_000, height: 16_000, depth: 1, colour: 0 }, deflateSync(Buffer.alloc(16_000 * 2001))),
  ],
]

test.each(others)('%s is refused as a value, and the next picture is made', async (_name, bytes) => {
  expect(await pool.render(bytes)).toMatchObject({ ok: false, code: 'undecodable', detail: expect.any(String) })
  expect(await pool.render(await draw().png().toBuffer())).toMatchObject({ ok: true })
})

test('U-28 text that unpacks to 200 MB is not unpacked', async () => {
  const bomb = deflateSync(Buffer.alloc(200_000_000))
  const extra = [
    pngChunk('iCCP', Buffer.concat([Buffer.from('icc\0\0'), bomb])),
    ...['zTXt', 'zTXt'].map((type) => pngChunk(type, Buffer.concat([Buffer.from('Comment\0\0'), bomb]))),
  ]
  const small = createRenditionPool({ maxRssBytes: 200e6 })
  const made = await small.render(pngOf({ width: 2, height: 2 }, deflateSync(Buffer.alloc(14)), extra))
  expect(made.ok || made.code === 'undecodable').toBe(true)
  await small.close()
})

test('U-30 C-22 broken pictures never end the process', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...kinds),
      fc.array(fc.nat(), { minLength: 1, maxLength: 20 }),
      async ([, bytes], turns) => {
        const broken = Buffer.from(bytes)
        for (const turn of turns) broken[turn % broken.length]! ^= 1 << (turn % 7)
        const rendition = await pool.render(broken)
        // A changed header may ask for more memory than there is; nothing may break the decoder.
        expect(rendition.ok || rendition.code !== 'crashed').toBe(true)
      },
    ),
    { numRuns: 300 },
  )
  expect(deaths.filter((death) => death.cause === 'crashed' || death.cause === 'killed')).toEqual([])
})
