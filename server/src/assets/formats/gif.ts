import { cutShort, type Flaw, type PictureWarning, type Structure, withoutEnd } from './structure.ts'

const EXTENSION = 0x21
const IMAGE = 0x2c
const CONTROL = 0xf9
const TRAILER = 0x3b

/**
 * Walks a GIF block by block up to its trailer and counts the frames; of the first, the beginning is decompressed, to see
 * whether anything is drawn in it. `bytes` begins with "GIF87a" or "GIF89a". What follows the trailer is not looked at.
 */
export function readGif(bytes: Buffer): Structure | Flaw {
  if (bytes.length < 13) return cutShort('GIF')
  let { width, height } = screenSize(bytes)
  let frames = 0
  let transparent: number | null = null
  const warnings: PictureWarning[] = []
  let at = 13 + tableBytes(bytes[10]!)
  while (at < bytes.length) {
    const kind = bytes[at]
    if (kind === TRAILER) break
    if (kind === IMAGE) {
      if (at + 11 > bytes.length) return cutShort('GIF')
      if (frames === 0 && isBlank(bytes, at, transparent)) warnings.push(blankFrame)
      // Some frames are larger than their screen; the decoder enlarges it.
      width = Math.max(width, bytes.readUInt16LE(at + 1) + bytes.readUInt16LE(at + 5))
      height = Math.max(height, bytes.readUInt16LE(at + 3) + bytes.readUInt16LE(at + 7))
      frames++
      at = afterSubBlocks(bytes, at + 10 + tableBytes(bytes[at + 9]!) + 1)
    } else if (kind === EXTENSION) {
      if (bytes[at + 1] === CONTROL) transparent = bytes[at + 3]! & 1 ? bytes[at + 6]! : null
      at = afterSubBlocks(bytes, at + 2)
    } else
      return {
        flaw: 'This GIF file is damaged: one of its blocks is of no known kind. Save the picture again.',
        width,
        height,
      }
  }
  const structure = { width, height, frames, orientation: 1, hasGps: false, warnings }
  if (at < bytes.length) return frames > 0 ? structure : noFrame
  // The file ends after the terminator of a whole block: frames may be missing, but never a part of the first.
  return frames > 0 && at === bytes.length && bytes[at - 1] === 0
    ? withoutEnd('GIF', Buffer.concat([bytes, Buffer.from([TRAILER])]), structure)
    : { ...cutShort('GIF'), width, height }
}

const blankFrame: PictureWarning = {
  code: 'blank_first_frame',
  detail:
    'The first frame of this GIF is empty or of one colour, and workers see the first frame only. Send the frame that shows something as a picture of its own.',
}

/**
 * Whether a frame is of one colour throughout. Codes of an LZW stream below the clear code are pixels as they are, and all
 * others repeat what came before, so the first code that is another pixel is the answer: real pictures differ within a few
 * codes. A frame that covers only a part of the screen draws something, unless its colour is the transparent one.
 */
function isBlank(bytes: Buffer, frameAt: number, transparent: number | null): boolean {
  const tableAt = frameAt + 10
  const sizeAt = tableAt + tableBytes(bytes[frameAt + 9]!)
  // A colour table that reaches past the end leaves nothing to read.
  const minCodeSize = bytes[sizeAt] ?? 0
  if (minCodeSize < 2 || minCodeSize > 8) return false
  const clear = 1 << minCodeSize
  let colour: number | null = null
  let width = minCodeSize + 1
  let next = clear + 1
  let [bits, held, at, left] = [0, 0, sizeAt + 1, 0]
  for (;;) {
    while (held < width) {
      if (left === 0) {
        left = bytes[at++] ?? 0
        if (left === 0) return false
      }
      bits |= (bytes[at++] ?? 0) << held
      held += 8
      left--
    }
    const code = bits & ((1 << width) - 1)
    bits >>>= width
    held -= width
    if (code === clear + 1) break
    if (code === clear) {
      width = minCodeSize + 1
      // The first code behind it adds nothing to the table.
      next = clear + 1
      continue
    }
    if (code < clear && colour !== null && code !== colour) return false
    if (code < clear) colour = code
    if (next < 4096 && ++next === 1 << width && width < 12) width++
  }
  const coversAll =
    bytes.readUInt16LE(frameAt + 5) >= bytes.readUInt16LE(6) && bytes.readUInt16LE(frameAt + 7) >= bytes.readUInt16LE(8)
  return colour !== null && (coversAll || colour === transparent)
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
  // More than there is: it ended within the chain.
  return bytes.length + 1
}
