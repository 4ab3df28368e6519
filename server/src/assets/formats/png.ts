import { crc32 } from 'node:zlib'
import { noMetadata, readExif, xmpHasGps } from './exif.ts'
import {
  cutShort,
  type Flaw,
  maxParts,
  type PictureWarning,
  type Structure,
  tooManyParts,
  withoutEnd,
} from './structure.ts'

const chunk = (name: string) => Buffer.from(name, 'latin1').readUInt32BE(0)
const IHDR = chunk('IHDR')
const PLTE = chunk('PLTE')
const IDAT = chunk('IDAT')
const IEND = chunk('IEND')
const EXIF = chunk('eXIf')
const ITXT = chunk('iTXt')
const FCTL = chunk('fcTL')
const ACTL = chunk('acTL')

/** Allowed bit depths and channels per colour type (PNG, table 11.1). */
const colours = new Map([
  [0, { depths: [1, 2, 4, 8, 16], channels: 1 }],
  [2, { depths: [8, 16], channels: 3 }],
  [3, { depths: [1, 2, 4, 8], channels: 1 }],
  [4, { depths: [8, 16], channels: 2 }],
  [6, { depths: [8, 16], channels: 4 }],
])

/** No deflate stream unpacks to more than 1032 times its size. */
const maxDeflateRatio = 1032

/**
 * Walks a PNG chunk by chunk up to IEND and checks every checksum; nothing is inflated, so a zTXt or iCCP bomb stays
 * asleep. A chunk that is not needed for the pixels (its name begins with a small letter) may be damaged: decoders pass it
 * over, and so does this. `bytes` begins with the signature. What follows IEND is not looked at.
 */
export function readPng(bytes: Buffer): Structure | Flaw {
  let header: Header | undefined
  let metadata = noMetadata
  let hasPalette = false
  let dataBytes = 0
  let animated = false
  let frames = 0
  const warnings: PictureWarning[] = []
  let at = 8
  /** Where the file ends within its end mark, all chunks before it are whole. */
  const cut = (): Flaw =>
    header && dataBytes * maxDeflateRatio >= header.rawBytes && isPartOfEnd(bytes.subarray(at))
      ? withoutEnd('PNG', Buffer.concat([bytes.subarray(0, at), endChunk]), {
          ...size(header),
          ...metadata,
          frames: 1,
          warnings,
        })
      : { ...cutShort('PNG'), ...(header && size(header)) }
  for (let part = 0; part < maxParts; part++) {
    if (at + 12 > bytes.length) return cut()
    const length = bytes.readUInt32BE(at)
    const type = bytes.readUInt32BE(at + 4)
    const end = at + 8 + length
    if (end + 4 > bytes.length) return cut()
    if (crc32(bytes.subarray(at + 4, end)) !== bytes.readUInt32BE(end)) {
      const name = bytes.toString('latin1', at + 4, at + 8)
      if (!header || !isSpare(name)) return { ...damaged(name), ...(header && size(header)) }
      if (warnings.length < 5) warnings.push(damagedText(name))
      at = end + 4
      continue
    }
    const data = bytes.subarray(at + 8, end)
    if (!header) {
      header = type === IHDR ? readHeader(data) : undefined
      if (!header) return { flaw: 'This PNG file does not begin with a valid header. Save the picture again.' }
    } else if (type === PLTE) hasPalette = true
    else if (type === IDAT) dataBytes += length
    else if (type === ACTL) animated = true
    else if (type === FCTL) frames++
    else if (type === EXIF) metadata = readExif(data)
    else if (type === ITXT && xmpHasGps(data)) metadata = { ...metadata, hasGps: true }
    else if (type === IEND) {
      const { width, height } = header
      if (header.needsPalette && !hasPalette) return { ...damaged('PLTE'), width, height }
      if (dataBytes * maxDeflateRatio < header.rawBytes) return { ...cutShort('PNG'), width, height }
      return { width, height, ...metadata, frames: animated ? Math.max(frames, 1) : 1, warnings }
    }
    at = end + 4
  }
  return tooManyParts
}

type Header = { width: number; height: number; needsPalette: boolean; rawBytes: number }

/** Whether the picture looks the same without this part: text, times, colour hints. Transparency (tRNS) it would lose. */
function isSpare(name: string): boolean {
  return /^[a-z][A-Za-z]{3}$/.test(name) && name !== 'tRNS'
}

function damaged(name: string): Flaw {
  const part = /^[A-Za-z]{4}$/.test(name) ? ` (${name})` : ''
  return {
    flaw: `This PNG file was damaged on its way: the checksum of a part that its picture needs${part} does not fit. Send the file again.`,
  }
}

function damagedText(name: string): PictureWarning {
  return {
    code: 'damaged_metadata',
    detail: `A part of this PNG file that its picture does not need (${name}) is damaged. The picture is whole.`,
  }
}

/** The checksum of IEND, which has no data, is always the same. */
const endChunk = Buffer.from('\0\0\0\0IEND\xae\x42\x60\x82', 'latin1')

function isPartOfEnd(rest: Buffer): boolean {
  return rest.length < endChunk.length && endChunk.subarray(0, rest.length).equals(rest)
}

/** IHDR, or undefined when no decoder would take it. `rawBytes` is the least that its pixels take once inflated. */
function readHeader(data: Buffer): Header | undefined {
  if (data.length !== 13) return undefined
  const width = data.readUInt32BE(0)
  const height = data.readUInt32BE(4)
  const [depth, colourType, compression, filter, interlace] = data.subarray(8)
  const colour = colours.get(colourType!)
  if (!colour?.depths.includes(depth!) || compression !== 0 || filter !== 0 || interlace! > 1) return undefined
  const rawBytes = (width * height * colour.channels * depth!) / 8
  return { width, height, needsPalette: colourType === 3, rawBytes }
}

function size({ width, height }: Header) {
  return { width, height }
}
