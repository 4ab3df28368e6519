import { crc32 } from 'node:zlib'
import { noMetadata, readExif, xmpHasGps } from './exif.ts'
import { cutShort, type Flaw, maxParts, type Structure, tooManyParts } from './structure.ts'

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
 * asleep. `bytes` begins with the signature. What follows IEND is not looked at.
 */
export function readPng(bytes: Buffer): Structure | Flaw {
  let header: Header | undefined
  let metadata = noMetadata
  let hasPalette = false
  let dataBytes = 0
  let animated = false
  let frames = 0
  let at = 8
  for (let part = 0; part < maxParts; part++) {
    if (at + 12 > bytes.length) return { ...cutShort('PNG'), ...size(header) }
    const length = bytes.readUInt32BE(at)
    const type = bytes.readUInt32BE(at + 4)
    const end = at + 8 + length
    if (end + 4 > bytes.length) return { ...cutShort('PNG'), ...size(header) }
    if (crc32(bytes.subarray(at + 4, end)) !== bytes.readUInt32BE(end)) return { ...damaged, ...size(header) }
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
      if (header.needsPalette && !hasPalette) return { ...damaged, width, height }
      if (dataBytes * maxDeflateRatio < header.rawBytes) return { ...cutShort('PNG'), width, height }
      return { width, height, ...metadata, frames: animated ? Math.max(frames, 1) : 1 }
    }
    at = end + 4
  }
  return tooManyParts
}

type Header = { width: number; height: number; needsPalette: boolean; rawBytes: number }

const damaged: Flaw = {
  flaw: 'This PNG file was damaged on its way: a checksum inside it does not fit. Send the file again.',
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

function size(header: Header | undefined) {
  return header && { width: header.width, height: header.height }
}
