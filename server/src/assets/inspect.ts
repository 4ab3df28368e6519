import { readGif } from './formats/gif.ts'
import { readJpeg } from './formats/jpeg.ts'
import { looksLike } from './formats/lookalike.ts'
import { readPng } from './formats/png.ts'
import type { Flaw, Structure } from './formats/structure.ts'
import { readWebp } from './formats/webp.ts'

export type PictureType = 'image/jpeg' | 'image/png' | 'image/webp' | 'image/gif'

/** `width` and `height` are of the upright frame, after the EXIF orientation is applied. */
type Picture = {
  type: PictureType
  width: number
  height: number
  orientation: number
  animated: boolean
  frames: number
  hasGps: boolean
}

type InspectionLimits = {
  /** Width x height x frames. */
  maxPixels: number
  /** Long side over short side. */
  maxAspect: number
}

type InspectionRefusal = 'unsupported_image' | 'corrupt_image' | 'too_many_pixels' | 'empty_image' | 'bad_aspect'

export type Inspection = { ok: true; picture: Picture } | { ok: false; code: InspectionRefusal; detail: string }

/**
 * Tells what a picture is from its bytes alone (its name and its declared type do not count) and whether it is all
 * there: by structure, without decoding. A full decode would cap intake at some 600 pictures/s; this takes 12 µs for a
 * 60 KB JPEG, 4 to 9 ms for 20 MB, and 30 ms for 20 MB made to be slow. What passes here and still cannot be decoded is
 * found when the rendition is made. Never throws, whatever the bytes are.
 */
export function inspectPicture(bytes: Buffer, limits: InspectionLimits): Inspection {
  if (bytes.length === 0)
    return refuse('empty_image', 'This picture has no bytes at all. Check the file that was sent.')
  const format = sniff(bytes)
  if (!format) return refuseUnknown(bytes)
  const found = format.read(bytes)
  if (found.width !== undefined && found.height !== undefined) {
    const tooMany = refusePixels({ width: found.width, height: found.height, frames: 1, ...found }, limits)
    if (tooMany) return tooMany
  }
  if ('flaw' in found) return refuse('corrupt_image', found.flaw)
  if (found.width === 0 || found.height === 0) {
    return refuse(
      'corrupt_image',
      `This picture says it is ${found.width} x ${found.height} pixels: there is nothing to see.`,
    )
  }
  const { width, height, orientation, frames, hasGps } = found
  if (Math.max(width, height) > limits.maxAspect * Math.min(width, height)) {
    return refuse(
      'bad_aspect',
      `This picture is ${width} x ${height} pixels; a side may be at most ${limits.maxAspect} times the other. Cut it into pieces.`,
    )
  }
  const turned = orientation >= 5
  const upright = { width: turned ? height : width, height: turned ? width : height }
  return { ok: true, picture: { type: format.type, ...upright, orientation, animated: frames > 1, frames, hasGps } }
}

type Format = { type: PictureType; read: (bytes: Buffer) => Structure | Flaw }

const jpeg: Format = { type: 'image/jpeg', read: readJpeg }
const png: Format = { type: 'image/png', read: readPng }
const gif: Format = { type: 'image/gif', read: readGif }
const webp: Format = { type: 'image/webp', read: readWebp }

function sniff(bytes: Buffer): Format | undefined {
  const head = bytes.toString('latin1', 0, 12)
  if (head.startsWith('\xff\xd8\xff')) return jpeg
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return png
  if (head.startsWith('GIF87a') || head.startsWith('GIF89a')) return gif
  if (head.startsWith('RIFF') && head.startsWith('WEBP', 8)) return webp
  return undefined
}

function refuse(code: InspectionRefusal, detail: string): Inspection {
  return { ok: false, code, detail }
}

function refuseUnknown(bytes: Buffer): Inspection {
  if (bytes.length < 12) {
    return refuse(
      'corrupt_image',
      `This file has only ${bytes.length} bytes: too few for a picture. Check the file that was sent.`,
    )
  }
  const kind = looksLike(bytes)
  const seen = kind ? `This looks like ${kind}` : 'This is no picture that Whisker knows'
  return refuse('unsupported_image', `${seen}; Whisker takes JPEG, PNG, WebP and GIF. Convert it first.`)
}

function refusePixels(size: { width: number; height: number; frames: number }, limits: InspectionLimits) {
  const pixels = size.width * size.height * size.frames
  if (pixels <= limits.maxPixels) return undefined
  const frames = size.frames > 1 ? ` in ${size.frames} frames` : ''
  return refuse(
    'too_many_pixels',
    `This picture has ${size.width} x ${size.height} pixels${frames}, ${mega(pixels)} million in all; the limit is ${mega(limits.maxPixels)} million. Make it smaller.`,
  )
}

function mega(pixels: number) {
  return (pixels / 1e6).toLocaleString('en', { maximumFractionDigits: 1 })
}
