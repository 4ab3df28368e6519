import type { Metadata } from './structure.ts'

const ORIENTATION = 0x0112
const GPS_FOLDER = 0x8825
const GPS_LATITUDE = 2
const GPS_LONGITUDE = 4
const SHORT = 3
const LONG = 4

export const noMetadata: Metadata = { orientation: 1, hasGps: false }

/**
 * Reads the two facts of an EXIF block that matter at intake. `tiff` begins at the TIFF header ("II*" or "MM*"). A
 * damaged block is no reason to refuse a picture: what cannot be read counts as absent, as in every viewer.
 */
export function readExif(tiff: Buffer): Metadata {
  const reader = openTiff(tiff)
  if (!reader) return noMetadata
  let orientation = 1
  let hasGps = false
  for (const entry of reader.folder(reader.u32(4))) {
    if (entry.tag === ORIENTATION && (entry.type === SHORT || entry.type === LONG)) {
      const value = entry.type === SHORT ? reader.u16(entry.valueAt) : reader.u32(entry.valueAt)
      if (value >= 1 && value <= 8) orientation = value
    }
    if (entry.tag === GPS_FOLDER) {
      // A GPS folder alone says nothing: cameras without a fix write one that holds only its version.
      for (const gps of reader.folder(reader.u32(entry.valueAt))) {
        if (gps.tag === GPS_LATITUDE || gps.tag === GPS_LONGITUDE) hasGps = true
      }
    }
  }
  return { orientation, hasGps }
}

/** XMP can hold the place as well; its attribute names are all that is looked at. */
export function xmpHasGps(xmp: Buffer): boolean {
  return xmp.includes('GPSLatitude') || xmp.includes('GPSLongitude')
}

/** Opens a TIFF structure; undefined when it is none. Reading past its end gives 0. */
export function openTiff(tiff: Buffer) {
  const order = tiff.length >= 8 ? tiff.toString('latin1', 0, 2) : ''
  if (order !== 'II' && order !== 'MM') return undefined
  const little = order === 'II'
  const u16 = (at: number) => (at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const u32 = (at: number) => (at + 4 > tiff.length ? 0 : little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at))
  function* folder(at: number) {
    // A folder cannot hold more entries than the block has room for, so a lying count ends here. Chained folders
    // (the thumbnail's) are never followed: no loops.
    const count = at < 8 ? 0 : u16(at)
    for (let i = 0; i < count; i++) {
      const entryAt = at + 2 + i * 12
      if (entryAt + 12 > tiff.length) return
      yield { tag: u16(entryAt), type: u16(entryAt + 2), valueAt: entryAt + 8 }
    }
  }
  return { u16, u32, folder }
}
