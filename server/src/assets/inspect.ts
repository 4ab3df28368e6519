import { isTaken, type PictureType, refusalOf, sniffFormat, takenNames } from '@whisker/api/formats.ts'
import { looksLike } from './formats/lookalike.ts'
import { readers } from './formats/readers.ts'
import type { PictureWarning, Structure } from './formats/structure.ts'

/** `width` and `height` are of the upright frame, after the EXIF orientation is applied. */
type Picture = {
  type: PictureType
  width: number
  height: number
  orientation: number
  animated: boolean
  frames: number
  hasGps: boolean
  warnings?: PictureWarning[]
}

type InspectionLimits = {
  /** Width x height; of an animation only the first frame is decoded, so only that counts. */
  maxPixels: number
  /** Long side over short side. */
  maxAspect: number
}

type InspectionRefusal = 'unsupported_image' | 'corrupt_image' | 'too_many_pixels' | 'empty_image' | 'bad_aspect'

export type Inspection =
  | { ok: true; picture: Picture }
  /** `unless`: the refusal falls away if these bytes, which have the end mark that is missing, decode without a fault. */
  | { ok: false; code: InspectionRefusal; detail: string; unless?: { bytes: Buffer; picture: Picture } }

/**
 * Tells what a picture is from its bytes alone (its name and its declared type do not count) and whether it is all
 * there: by structure, without decoding. A full decode would cap intake at some 600 pictures/s. What passes here and still
 * cannot be decoded is found when the rendition is made. Never throws, whatever the bytes are.
 */
export function inspectPicture(bytes: Buffer, limits: InspectionLimits): Inspection {
  if (bytes.length === 0)
    return refuse('empty_image', 'This picture has no bytes at all. Check the file that was sent.')
  const format = sniffFormat(bytes)
  if (!format || !isTaken(format)) {
    return format ? refuse('unsupported_image', refusalOf(format)) : refuseUnknown(bytes)
  }
  const found = readers[format.type].read(bytes)
  if (found.width !== undefined && found.height !== undefined) {
    const tooMany = refusePixels({ width: found.width, height: found.height }, limits)
    if (tooMany) return tooMany
  }
  if (!('flaw' in found)) return judge(format.type, found, limits)
  const refusal = { ok: false, code: 'corrupt_image', detail: found.flaw } as const
  const judged = found.mended && judge(format.type, found.mended.structure, limits)
  return found.mended && judged?.ok
    ? { ...refusal, unless: { bytes: found.mended.bytes, picture: judged.picture } }
    : refusal
}

function judge(type: PictureType, found: Structure, limits: InspectionLimits): Inspection {
  const { width, height, orientation, frames, hasGps, warnings = [] } = found
  if (width === 0 || height === 0) {
    return refuse(
      'corrupt_image',
      `This picture says it is ${width} x ${height} pixels: there is nothing to see. Check the file that was sent.`,
    )
  }
  if (Math.max(width, height) > limits.maxAspect * Math.min(width, height)) {
    return refuse(
      'bad_aspect',
      `This picture is ${width} x ${height} pixels; a side may be at most ${limits.maxAspect} times the other. Cut it into pieces.`,
    )
  }
  const turned = orientation >= 5
  const upright = { width: turned ? height : width, height: turned ? width : height }
  const picture: Picture = { type, ...upright, orientation, animated: frames > 1, frames, hasGps }
  if (warnings.length > 0) picture.warnings = warnings
  return { ok: true, picture }
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
  const next = kind ? 'Convert it first.' : 'Check the file that was sent.'
  return refuse('unsupported_image', `${seen}; Whisker takes ${takenNames}. ${next}`)
}

function refusePixels({ width, height }: { width: number; height: number }, limits: InspectionLimits) {
  const pixels = width * height
  if (pixels <= limits.maxPixels) return undefined
  return refuse(
    'too_many_pixels',
    `This picture has ${width} x ${height} pixels, ${mega(pixels)} million in all; the limit is ${mega(limits.maxPixels)} million. Make it smaller.`,
  )
}

function mega(pixels: number) {
  return (pixels / 1e6).toLocaleString('en', { maximumFractionDigits: 1 })
}
