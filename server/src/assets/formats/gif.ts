import { cutShort, type Flaw, type Structure } from './structure.ts'

const EXTENSION = 0x21
const IMAGE = 0x2c
const TRAILER = 0x3b

/**
 * Walks a GIF block by block up to its trailer and counts the frames; nothing is decompressed. `bytes` begins with
 * "GIF87a" or "GIF89a". What follows the trailer is not looked at.
 */
export function readGif(bytes: Buffer): Structure | Flaw {
  if (bytes.length < 13) return cutShort('GIF')
  let { width, height } = screenSize(bytes)
  let frames = 0
  let at = 13 + tableBytes(bytes[10]!)
  while (at < bytes.length) {
    const kind = bytes[at]
    if (kind === TRAILER) return frames > 0 ? { width, height, frames, orientation: 1, hasGps: false } : noFrame
    if (kind === IMAGE) {
      if (at + 11 > bytes.length) return cutShort('GIF')
      // Some frames are larger than their screen; the decoder enlarges it.
      width = Math.max(width, bytes.readUInt16LE(at + 1) + bytes.readUInt16LE(at + 5))
      height = Math.max(height, bytes.readUInt16LE(at + 3) + bytes.readUInt16LE(at + 7))
      frames++
      at = afterSubBlocks(bytes, at + 10 + tableBytes(bytes[at + 9]!) + 1)
    } else if (kind === EXTENSION) at = afterSubBlocks(bytes, at + 2)
    else
      return {
        flaw: 'This GIF file is damaged: one of its blocks is of no known kind. Save the picture again.',
        width,
        height,
      }
  }
  return { ...cutShort('GIF'), width, height }
}

/** Sizes of the monitors of the time, which old programs wrote instead of the picture's. */
const monitors = ['640x480', '640x512', '800x600', '1024x768', '1280x1024', '1600x1200']

/**
 * The size of the screen, or nothing when the decoder (libnsgif, inside sharp) distrusts it and goes by the frames
 * alone. It must be the same rule here: a box drawn on the worker's copy is stored in pixels of this size.
 */
function screenSize(bytes: Buffer) {
  const width = bytes.readUInt16LE(6)
  const height = bytes.readUInt16LE(8)
  const distrusted = width === 0 || height === 0 || width > 2048 || height > 2048
  return distrusted || monitors.includes(`${width}x${height}`) ? { width: 1, height: 1 } : { width, height }
}

const noFrame: Flaw = { flaw: 'This GIF file holds no picture: it has a header and no frame. Save the picture again.' }

/** Size of the colour table that a packed field announces. */
function tableBytes(packed: number): number {
  return packed & 0x80 ? 3 << ((packed & 7) + 1) : 0
}

/** Steps over a chain of sub-blocks (at most 255 bytes each) and its terminator. */
function afterSubBlocks(bytes: Buffer, from: number): number {
  let at = from
  while (at < bytes.length) {
    const length = bytes[at]!
    at += length + 1
    if (length === 0) return at
  }
  return bytes.length
}
