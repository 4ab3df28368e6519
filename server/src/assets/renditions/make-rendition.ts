import { isTaken, type PictureType, sniffFormat } from '@whisker/api/formats.ts'
import sharp, { type Sharp } from 'sharp'
import { readers } from '../formats/readers.ts'
import { deepRange, stretched } from './deep-pixels.ts'
import { type RenditionNote, seenIn } from './notes.ts'
import { sizeFor } from './size.ts'

/** Only what intake lets through, one loader a format: no SVG, PDF or ImageMagick. */
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: Object.values(readers).map(({ loader }) => loader) })
// One picture at a time on one thread: the pool decides how many processors pictures may take.
sharp.concurrency(1)
sharp.cache(false)

/** A worker's copy is never larger than this, so that a smaller one of it is never refused. */
const renditionPixels = 50_000_000

export type MadeRendition = {
  bytes: Buffer
  type: PictureType
  width: number
  height: number
  notes: RenditionNote[]
}

export type Limits = {
  maxPixels: number
  /** Whatever the decoder has to say about the bytes is a failure: they are meant to be whole. */
  strict?: boolean | undefined
}

/**
 * The worker's copy of a picture: its first frame, upright, in sRGB, in the size of {@link sizeFor}, and encoded anew, so
 * that nothing of the sender's file is left in it: no metadata, no thumbnail, no bytes behind the end. Throws when the
 * picture cannot be decoded.
 *
 * Rejected, since each takes a multiple of the time: WebP, mozjpeg, optimised Huffman tables.
 */
export async function makeRendition(original: Buffer, { maxPixels, strict }: Limits): Promise<MadeRendition> {
  const mended = withItsEnd(original)
  // A cut or undecodable picture fails; the small sins of real cameras (odd markers between segments) do not.
  const failOn = strict || mended ? 'warning' : 'error'
  const input = sharp(mended ?? original, { limitInputPixels: maxPixels, failOn, pages: 1, autoOrient: true })
  const { hasAlpha, format, depth, channels = 3, autoOrient } = await input.metadata()
  const size = sizeFor(autoOrient)
  const scaled = input.resize({ ...size, fit: 'inside', withoutEnlargement: true })
  // Drawings and screenshots come in the other formats; halved colour resolution frays their edges.
  const jpegOf = (picture: Sharp) =>
    picture.jpeg({ quality: 82, optimiseCoding: false, chromaSubsampling: format === 'jpeg' ? '4:2:0' : '4:4:4' })
  const withNotes = async (made: Encoded, notes: RenditionNote[]) => ({
    ...made,
    notes: [...notes, ...(await seenIn(made))],
  })
  if (depth === 'ushort') {
    const space = channels < 3 ? 'grey16' : 'rgb16'
    const deep = await scaled.toColourspace(space).raw({ depth: 'ushort' }).toBuffer({ resolveWithObject: true })
    const range = deepRange(deep.data, deep.info.channels, hasAlpha)
    if (range) {
      const { width, height, channels } = deep.info
      const pixels = sharp(stretched(deep.data, channels, hasAlpha, range), { raw: { width, height, channels } })
      return withNotes(
        hasAlpha
          ? await finish(pixels.toColourspace('srgb').png({ compressionLevel: 3 }), 'image/png')
          : await finish(jpegOf(pixels.toColourspace('srgb')), 'image/jpeg'),
        ['stretched'],
      )
    }
  }
  if (!hasAlpha) return withNotes(await finish(jpegOf(scaled), 'image/jpeg'), [])

  // Many PNGs carry an alpha channel that hides nothing. To know, the pixels are needed; decoding twice would cost
  // more.
  const { data, info } = await scaled
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  const { width, height } = info
  const pixels = sharp(data, { raw: { width, height, channels: info.channels } })
  return isTransparent(data, info.channels)
    ? withNotes(await finish(pixels.png({ compressionLevel: 3 }), 'image/png'), [])
    : withNotes(await finish(jpegOf(pixels.removeAlpha()), 'image/jpeg'), [])
}

/** Intake takes a picture that lacks nothing but its end mark, and the decoder wants the mark. */
export function withItsEnd(bytes: Buffer): Buffer | undefined {
  const format = sniffFormat(bytes)
  if (!format || !isTaken(format)) return undefined
  const found = readers[format.type].read(bytes)
  return 'flaw' in found ? found.mended?.bytes : undefined
}

/** A smaller copy of what {@link makeRendition} made, of the same type: `width` pixels wide, unless it is narrower. */
export async function makeSmaller(rendition: Buffer, width: number): Promise<MadeRendition> {
  const input = sharp(rendition, { limitInputPixels: renditionPixels, failOn: 'error' })
  const { format } = await input.metadata()
  const scaled = input.resize({ width, withoutEnlargement: true })
  return format === 'png'
    ? { ...(await finish(scaled.png({ compressionLevel: 6 }), 'image/png')), notes: [] }
    : { ...(await finish(scaled.jpeg({ quality: 80 }), 'image/jpeg')), notes: [] }
}

type Encoded = Omit<MadeRendition, 'notes'>

async function finish(picture: Sharp, type: Encoded['type']): Promise<Encoded> {
  const { data, info } = await picture.toBuffer({ resolveWithObject: true })
  return { bytes: data, type, width: info.width, height: info.height }
}

/** Alpha is the last channel of 8-bit pixels. */
function isTransparent(pixels: Buffer, channels: number): boolean {
  for (let at = channels - 1; at < pixels.length; at += channels) if (pixels[at] !== 255) return true
  return false
}
