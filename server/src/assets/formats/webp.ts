import { noMetadata, readExif, xmpHasGps } from './exif.ts'
import { cutShort, type Flaw, maxParts, type Structure, tooManyParts } from './structure.ts'

const fourCc = (name: string) => Buffer.from(name, 'latin1').readUInt32LE(0)
const VP8 = fourCc('VP8 ')
const VP8L = fourCc('VP8L')
const VP8X = fourCc('VP8X')
const ANMF = fourCc('ANMF')
const EXIF = fourCc('EXIF')
const XMP = fourCc('XMP ')

type Size = { width: number; height: number }

/**
 * Walks the chunks of a WebP file up to the length that its RIFF header promises. `bytes` begins with "RIFF....WEBP".
 * What follows that length is not looked at.
 */
export function readWebp(bytes: Buffer): Structure | Flaw {
  const end = bytes.readUInt32LE(4) + 8
  if (end > bytes.length) return cutShort('WebP')
  let canvas: Size | undefined
  let still: Size | undefined
  let frames = 0
  let metadata = noMetadata
  let at = 12
  let parts = 0
  while (at + 8 <= end) {
    if (++parts > maxParts) return tooManyParts
    const type = bytes.readUInt32LE(at)
    const data = bytes.subarray(at + 8, Math.min(at + 8 + bytes.readUInt32LE(at + 4), end))
    if (data.length < bytes.readUInt32LE(at + 4)) return { ...cutShort('WebP'), ...(canvas ?? still) }
    if (type === VP8X && data.length >= 10)
      canvas = { width: data.readUIntLE(4, 3) + 1, height: data.readUIntLE(7, 3) + 1 }
    else if ((type === VP8 || type === VP8L) && !still) still = type === VP8 ? lossySize(data) : losslessSize(data)
    else if (type === ANMF) frames++
    else if (type === EXIF) metadata = readExifChunk(data, metadata.hasGps)
    else if (type === XMP && xmpHasGps(data)) metadata = { ...metadata, hasGps: true }
    at += 8 + data.length + (data.length % 2)
  }
  if (frames > 0 && canvas) return { ...canvas, ...metadata, frames }
  if (!still)
    return { flaw: 'This WebP file holds no picture data that can be read. Save the picture again.', ...canvas }
  if (canvas && (canvas.width !== still.width || canvas.height !== still.height)) {
    return { flaw: 'This WebP file contradicts itself about its size. Save the picture again.', ...canvas }
  }
  return { ...still, ...metadata, frames: 1 }
}

/**
 * Size of a lossy frame (RFC 6386, 9.1), or undefined when the key frame's start code or first partition is missing.
 */
function lossySize(data: Buffer): Size | undefined {
  if (data.length < 10 || (data[0]! & 1) !== 0 || data.readUIntBE(3, 3) !== 0x9d012a) return undefined
  const firstPartitionBytes = data.readUIntLE(0, 3) >> 5
  if (10 + firstPartitionBytes > data.length) return undefined
  return { width: data.readUInt16LE(6) & 0x3fff, height: data.readUInt16LE(8) & 0x3fff }
}

/** Size of a lossless frame: 14 bits each after the signature. */
function losslessSize(data: Buffer): Size | undefined {
  if (data.length < 5 || data[0] !== 0x2f) return undefined
  const bits = data.readUInt32LE(1)
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
}

/** Some writers keep the prefix that EXIF has in a JPEG. */
function readExifChunk(data: Buffer, hadGps: boolean) {
  const found = readExif(data.toString('latin1', 0, 6) === 'Exif\0\0' ? data.subarray(6) : data)
  return { orientation: found.orientation, hasGps: found.hasGps || hadGps }
}
