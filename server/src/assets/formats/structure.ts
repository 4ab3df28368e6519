import type { Warning } from '@whisker/api/assets.ts'

/** What a format reader found: the stored (not yet turned) frame and the facts that cost no decoding. */
export type Structure = {
  width: number
  height: number
  /** 1 for a still picture. */
  frames: number
  /** EXIF orientation 1..8; 1 when there is none or it makes no sense. */
  orientation: number
  hasGps: boolean
  /** What its sender should know, although the picture can be shown. */
  warnings?: PictureWarning[]
}

export type PictureWarning = Pick<Warning, 'code' | 'detail'>

/**
 * Why a file cannot be a whole picture, as a sentence for its sender. The claimed size rides along when it was read
 * before the flaw, because "too many pixels" is the better answer of the two.
 *
 * `mended`: only the mark of the end is missing. These bytes have it; if they decode without a fault, the pixels were all
 * there, and `structure` is what the picture is.
 */
export type Flaw = {
  flaw: string
  width?: number
  height?: number
  mended?: { bytes: Buffer; structure: Structure }
}

/** What the metadata blocks told; EXIF may stand before or after the pixels. */
export type Metadata = { orientation: number; hasGps: boolean }

/**
 * More parts than any encoder writes. The files are walked with one native call per part, so this bounds the walk: a
 * 20 MB file of nothing but empty PNG chunks would otherwise take 0.3 s of the event loop.
 */
export const maxParts = 100_000
export const tooManyParts: Flaw = {
  flaw: `This file is cut into more than ${maxParts.toLocaleString('en')} parts, which no camera or program does. Save the picture again and send the new file.`,
}

export function cutShort(format: string): Flaw {
  return {
    flaw: `This ${format} file ends before the picture does: it was cut off on its way. Send the whole file again.`,
  }
}

/** A cut file that may have lost nothing but its end mark: see {@link Flaw}. */
export function withoutEnd(format: string, bytes: Buffer, structure: Structure): Flaw {
  const warning: PictureWarning = {
    code: 'missing_end',
    detail: `This ${format} file lacks its last bytes, but its picture is whole. If there are many like it, the program that writes them may cut them off.`,
  }
  const { width, height } = structure
  const whole = { ...structure, warnings: [...(structure.warnings ?? []), warning] }
  return { ...cutShort(format), width, height, mended: { bytes, structure: whole } }
}
