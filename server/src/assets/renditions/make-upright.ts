import type { PictureType } from '@whisker/api/formats.ts'
import sharp, { type Sharp } from 'sharp'
import { type Limits, type MadeRendition, withItsEnd } from './make-rendition.ts'

/**
 * A picture with the turn that its metadata asks for done to its pixels: in its full size, its format and its colours, without
 * other metadata. Only JPEG loses something, as little as its highest settings allow.
 */
export async function makeUpright(original: Buffer, { maxPixels }: Limits): Promise<MadeRendition> {
  const options = { limitInputPixels: maxPixels, failOn: 'error', pages: 1, autoOrient: true } as const
  const input = sharp(withItsEnd(original) ?? original, options)
  const { format } = await input.metadata()
  const [type, encode] = encoders[format ?? ''] ?? (['image/png', (picture: Sharp) => picture.png()] as const)
  const { data, info } = await encode(input.keepIccProfile()).toBuffer({ resolveWithObject: true })
  return { bytes: data, type, width: info.width, height: info.height, notes: [] }
}

const encoders: Record<string, readonly [PictureType, (picture: Sharp) => Sharp]> = {
  jpeg: ['image/jpeg', (picture) => picture.jpeg({ quality: 98, chromaSubsampling: '4:4:4' })],
  webp: ['image/webp', (picture) => picture.webp({ lossless: true })],
  tiff: ['image/tiff', (picture) => picture.tiff({ compression: 'lzw' })],
}
