import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectCpuBelow } from '../testing/cpu-time.ts'
import { takenExamples } from './formats/examples.fixture.ts'
import { type Inspection, inspectPicture } from './inspect.ts'
import { draw, drawFrames, everyKind, pngChunk, pngOf } from './picture.fixture.ts'

const limits = { maxPixels: 50e6, maxAspect: 200 }
const kinds = Object.entries({ ...(await everyKind()), 'animated GIF': await drawFrames(9).gif().toBuffer() })
const walked: [string, Buffer][] = [
  ...kinds,
  ...(await Promise.all(
    Object.entries(takenExamples).map(async ([type, draw]): Promise<[string, Buffer]> => [type, await draw()]),
  )),
]

/** Inspects and fails when it takes longer than an event loop can spare. */
function inspect(bytes: Buffer, maxMs = 50) {
  let found: Inspection | undefined
  expectCpuBelow(maxMs, () => (found = inspectPicture(bytes, limits)))
  return found!
}

const heads: [string, string, RegExp][] = [
  ['text', 'just some words, named .jpg', /text/],
  ['PDF', '%PDF-1.7\n%\xe2\xe3\xcf\xd3', /PDF/],
  ['ZIP', 'PK\x03\x04\x14\0\0\0\x08\0a.jpg', /ZIP/],
  ['MP4', '\0\0\0\x18ftypmp42\0\0\0\0', /MP4/],
  ['HEIC', '\0\0\0\x18ftypheic\0\0\0\0', /HEIC photo/],
  ['BMP', 'BM\x36\0\0\0\0\0\0\0\x36\0\0\0', /BMP/],
  ['PSD', '8BPS\0\x01\0\0\0\0\0\0', /Photoshop/],
  ['ELF', '\x7fELF\x02\x01\x01\0\0\0\0\0', /program/],
  ['HTML', '<!DOCTYPE html><html></html>', /HTML/],
  ['SVG', '<?xml version="1.0"?>\n<svg onload="alert(1)"><image href="file:///etc/passwd"/></svg>', /SVG/],
  ['XXE', '<!DOCTYPE svg [<!ENTITY a "aaa"><!ENTITY b "&a;&a;">]><svg>&b;</svg>', /SVG/],
  [
    'noise',
    '\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c',
    /no picture that Whisker knows.*Check the file that was sent/,
  ],
]

test.each(heads)('U-08 U-09 %s is no picture, and is told what it looks like', (_name, head, words) => {
  const found = inspect(Buffer.from(head, 'latin1'))
  expect(found).toMatchObject({ ok: false, code: 'unsupported_image', detail: expect.stringMatching(words) })
})

test.each(kinds)('U-10 a %s with something behind its end is taken', (_name, bytes) => {
  for (const tail of [
    '<html><script>alert(1)</script>',
    'PK\x03\x04',
    '<?php system($_GET[1]) ?>',
    '\xff\xd8\xff\xd9',
  ]) {
    expect(inspect(Buffer.concat([bytes, Buffer.from(tail, 'latin1')])).ok).toBe(true)
  }
})

describe('pixel bombs', () => {
  test('U-26 are refused by their header', () => {
    const grey = pngOf({ width: 16_000, height: 16_000, depth: 1, colour: 0 }, deflateSync(Buffer.alloc(16_000 * 2001)))
    expect(grey.length).toBeLessThan(40_000)
    expect(inspect(grey, 20)).toMatchObject({ ok: false, code: 'too_many_pixels' })
    const rgba = pngOf({ width: 10_000, height: 10_000, colour: 6 }, Buffer.alloc(389_000))
    expect(inspect(rgba, 20)).toMatchObject({ ok: false, code: 'too_many_pixels' })
  })

  test('U-27 are refused when the header lies', async () => {
    const row = deflateSync(Buffer.alloc(180_001))
    for (const side of [60_000, 2 ** 31 - 1]) {
      expect(inspect(pngOf({ width: side, height: side }, row))).toMatchObject({ code: 'too_many_pixels' })
    }
    // Within the limit, yet more pixels than its data can ever unpack to.
    expect(inspect(pngOf({ width: 7000, height: 7000 }, row))).toMatchObject({ code: 'corrupt_image' })
    const jpeg = await draw().jpeg().toBuffer()
    jpeg.writeUInt32BE(0xffff_ffff, jpeg.indexOf(Buffer.from([0xff, 0xc0])) + 5)
    expect(inspect(jpeg)).toMatchObject({ code: 'too_many_pixels' })
  })
})

describe('20 MB made to be slow', () => {
  const size = 20_000_000
  const fill = (start: Buffer, pattern: number[] | Buffer) =>
    Buffer.concat([start, Buffer.alloc(size, Buffer.from(pattern))], size)

  test.each([[[0xff, 0]], [[0xff]], [[0xff, 0xd0]], [[0]], [[0xff, 0xe2, 0, 2]], [[0xff, 0xda, 0, 2]]])(
    'a JPEG that goes on with %j',
    async (pattern) => {
      const jpeg = await draw().jpeg().toBuffer()
      const start = jpeg.subarray(0, jpeg.indexOf(Buffer.from([0xff, 0xda])) + 14)
      // It takes 30 ms here; a slower machine may take longer.
      expect(inspect(fill(start, pattern), 200).ok).toBe(false)
      expect(inspect(fill(Buffer.from([0xff, 0xd8]), pattern), 200).ok).toBe(false)
    },
  )

  test('a PNG, GIF or WebP of tiny parts', async () => {
    const png = pngOf({ width: 2, height: 2 }, Buffer.alloc(8)).subarray(0, 33)
    expect(inspect(fill(png, pngChunk('teSt')), 200)).toMatchObject({ ok: false, code: 'corrupt_image' })
    const gif = Buffer.from('GIF89a\x02\0\x02\0\0\0\0', 'latin1')
    expect(inspect(fill(Buffer.concat([gif, Buffer.from([0x21, 0xff])]), [1]), 200).ok).toBe(false)
    expect(inspect(fill(gif, [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 0]), 200).ok).toBe(false)
    const webp = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1')
    webp.writeUInt32LE(size - 8, 4)
    expect(inspect(fill(webp, [0]), 200)).toMatchObject({ ok: false, code: 'corrupt_image' })
  })
})

test('a GIF whose colour table reaches past its end, and an AVIF of pieces that have no size', () => {
  const gif = Buffer.from('GIF89a\x02\0\x02\0\0\0\0\x2c\0\0\0\0\x02\0\x02\0\xff\x02', 'latin1')
  expect(inspect(gif)).toMatchObject({ ok: false, code: 'corrupt_image' })
  const box = (type: string, data: Buffer) => {
    const head = Buffer.alloc(8)
    head.writeUInt32BE(data.length + 8)
    head.write(type, 4, 'latin1')
    return Buffer.concat([head, data])
  }
  // 10,000 items of 65,535 extents each, in 60 kB.
  const item = Buffer.from([0, 1, 0, 0, 0xff, 0xff])
  const location = box('iloc', Buffer.concat([Buffer.from([0, 0, 0, 0, 0, 0, 0x27, 0x10]), Buffer.alloc(60_000, item)]))
  const meta = box('meta', Buffer.concat([Buffer.alloc(4), location, box('iprp', Buffer.alloc(0))]))
  const avif = Buffer.concat([box('ftyp', Buffer.from('avif\0\0\0\0', 'latin1')), meta])
  expect(inspect(avif)).toMatchObject({ ok: false, code: 'corrupt_image' })
})

describe('whatever the bytes are, it answers', () => {
  test('noise behind every magic number', () => {
    const magic = fc.constantFrom(
      '',
      '\xff\xd8\xff',
      '\x89PNG\r\n\x1a\n',
      'GIF89a',
      'RIFF\x40\0\0\0WEBPVP8X',
      'RIFF\x40\0\0\0WEBPVP8 ',
    )
    fc.assert(
      fc.property(magic, fc.uint8Array({ maxLength: 400 }), (start, noise) => {
        const found = inspect(Buffer.concat([Buffer.from(start, 'latin1'), noise]))
        expect(found.ok || found.detail.length > 10).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  test.each(walked)('every byte of a %s changed', (_name, bytes) => {
    for (let at = 0; at < bytes.length; at++) {
      for (const value of [0, 0xff, bytes[at]! ^ 0x80]) {
        const broken = Buffer.from(bytes)
        broken[at] = value
        inspect(broken)
      }
    }
  })

  test('several bits of a picture turned over', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...walked),
        fc.array(fc.nat(), { minLength: 1, maxLength: 30 }),
        ([, bytes], turns) => {
          const broken = Buffer.from(bytes)
          for (const turn of turns) broken[turn % broken.length]! ^= 1 << (turn % 7)
          inspect(broken)
        },
      ),
      { numRuns: 1000 },
    )
  })
})
