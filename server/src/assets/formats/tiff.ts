import { openTiff, readExif, xmpHasGps } from './exif.ts'
import { cutShort, type Flaw, type PictureWarning, type Structure } from './structure.ts'

const KIND = 254
const WIDTH = 256
const HEIGHT = 257
const PHOTOMETRIC = 262
const STRIP_OFFSETS = 273
const STRIP_BYTES = 279
const TILE_OFFSETS = 324
const TILE_BYTES = 325
const XMP = 700
const DNG_VERSION = 50706
const COLOUR_FILTER = 32803
const REDUCED = 1

/** Pages are chained, and a chain may lie. */
const maxPages = 10_000
/** Strips that are looked at, so that a file of nothing but strips does not hold up everybody. */
const maxStrips = 1_000_000

/** Bytes of a value by its type (TIFF 6.0, page 15). */
const typeBytes = new Map([
  [1, 1],
  [2, 1],
  [3, 2],
  [4, 4],
  [5, 8],
  [7, 1],
  [10, 8],
  [11, 4],
  [12, 8],
])

/**
 * Reads the first page of a TIFF file: its size, and whether the bytes of all its strips or tiles are there. Camera raw
 * files look the same and are told apart: what they show first is a small preview, or the sensor's raw values.
 */
export function readTiff(bytes: Buffer): Structure | Flaw {
  const reader = openTiff(bytes)
  if (!reader) return cutShort('TIFF')
  const first = reader.u32(4)
  if (first < 8 || first + 2 > bytes.length) return cutShort('TIFF')
  // The folder, and behind it the place of the next one.
  let isCut = first + 2 + reader.u16(first) * 12 + 4 > bytes.length
  const tags = new Map<number, { type: number; count: number; at: number }>()
  for (const { tag, type, valueAt } of reader.folder(first)) {
    const count = reader.u32(valueAt - 4)
    const sizeBytes = (typeBytes.get(type) ?? 1) * count
    const at = sizeBytes <= 4 ? valueAt : reader.u32(valueAt)
    isCut ||= at + sizeBytes > bytes.length
    if (!tags.has(tag)) tags.set(tag, { type, count, at })
  }
  if (isCut) return cutShort('TIFF')
  const value = (tag: number, index = 0): number | undefined => {
    const entry = tags.get(tag)
    if (!entry || index >= entry.count) return undefined
    const size = typeBytes.get(entry.type)
    const at = entry.at + index * (size ?? 0)
    return size === 2 ? reader.u16(at) : size === 4 ? reader.u32(at) : size === 1 ? bytes[at] : undefined
  }
  const width = value(WIDTH)
  const height = value(HEIGHT)
  if (width === undefined || height === undefined) return damaged
  const isRaw =
    tags.has(DNG_VERSION) || value(PHOTOMETRIC) === COLOUR_FILTER || ((value(KIND) ?? 0) & REDUCED) === REDUCED
  if (isRaw) return raw
  const isTiled = tags.has(TILE_OFFSETS)
  const [offsets, lengths] = isTiled ? [TILE_OFFSETS, TILE_BYTES] : [STRIP_OFFSETS, STRIP_BYTES]
  const strips = tags.get(offsets)?.count ?? 0
  if (strips === 0) return { ...damaged, width, height }
  for (let i = 0; i < Math.min(strips, maxStrips); i++) {
    // Very old files leave the lengths out; then the offset alone must lie in the file.
    const end = (value(offsets, i) ?? 0) + (value(lengths, i) ?? 1)
    if (end > bytes.length) return { ...cutShort('TIFF'), width, height }
  }
  const { orientation, hasGps } = readExif(bytes)
  const xmp = tags.get(XMP)
  const inXmp = xmp !== undefined && xmpHasGps(bytes.subarray(xmp.at, xmp.at + xmp.count))
  return {
    width,
    height,
    orientation,
    hasGps: hasGps || inXmp,
    frames: 1,
    warnings: countPages(reader, first) > 1 ? [severalPages] : [],
  }
}

const damaged: Flaw = {
  flaw: 'This TIFF file is damaged: it does not say where its picture is. Save the picture again.',
}
const raw: Flaw = {
  flaw: 'This is a camera raw file (or holds only a small preview first), which is no finished picture. Develop it to JPEG first.',
}
const severalPages: PictureWarning = {
  code: 'several_pictures',
  detail:
    'This TIFF file has more than one page; workers see the first. Save the others as files of their own if they are to be labeled.',
}

function countPages({ u16, u32 }: NonNullable<ReturnType<typeof openTiff>>, first: number): number {
  const seen = new Set<number>()
  for (let at = first; at >= 8 && !seen.has(at) && seen.size < maxPages; at = u32(at + 2 + u16(at) * 12)) seen.add(at)
  return seen.size
}
