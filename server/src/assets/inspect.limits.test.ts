import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { inspectPicture } from './inspect.ts'
import { pngChunk, pngOf } from './picture.fixture.ts'

test('U-28 text chunks are not unpacked', () => {
  const bomb = deflateSync(Buffer.alloc(200_000_000))
  const text = pngChunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), bomb]))
  const profile = pngChunk('iCCP', Buffer.concat([Buffer.from('icc\0\0'), bomb]))
  const picture = pngOf({ width: 2, height: 2 }, deflateSync(Buffer.alloc(14)), [text, profile])
  const before = process.memoryUsage().rss
  expect(inspectPicture(picture, { maxPixels: 50e6, maxAspect: 200 }).ok).toBe(true)
  expect(process.memoryUsage().rss - before).toBeLessThan(50e6)
})
