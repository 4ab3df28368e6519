import { noMetadata, openTiff, readExif, xmpHasGps } from './exif.ts'
import {
  cutShort,
  type Flaw,
  type Metadata,
  maxParts,
  type PictureWarning,
  type Structure,
  tooManyParts,
  withoutEnd,
} from './structure.ts'

const SOI = 0xd8
const EOI = 0xd9
const SOS = 0xda
const APP1 = 0xe1
const APP2 = 0xe2

/**
 * Walks a JPEG from marker to marker up to its end marker, through every scan. A thumbnail in an APP segment is stepped
 * over with its segment, so its end marker is never taken for the picture's. What follows the real end marker (a ZIP, say)
 * is not looked at, but a second picture there is told. `bytes` begins with FF D8 FF.
 */
export function readJpeg(bytes: Buffer): Structure | Flaw {
  let frame: { width: number; height: number } | undefined
  let scans = 0
  let metadata = noMetadata
  let index: Buffer | undefined
  let at = 2
  const cut = (whole: boolean): Flaw =>
    whole && frame && scans > 0
      ? withoutEnd('JPEG', withEndMarker(bytes), { ...frame, ...metadata, frames: 1 })
      : { ...cutShort('JPEG'), ...frame }
  for (let part = 0; part < maxParts; part++) {
    // Stray bytes between segments are skipped, as decoders do.
    if (bytes[at] !== 0xff) at = bytes.indexOf(0xff, at)
    if (at < 0) return cut(true)
    while (bytes[at] === 0xff) at++
    const marker = bytes[at++]
    if (marker === undefined) return cut(true)
    if (marker === EOI)
      return frame && scans > 0
        ? { ...frame, ...metadata, frames: 1, warnings: holdsSecond(bytes, at, index) ? [secondPicture] : [] }
        : noPicture
    if (marker === SOI)
      return { flaw: 'This JPEG file has a second beginning where its picture should be. Save the picture again.' }
    if (stands(marker)) continue
    if (at + 2 > bytes.length) return cut(false)
    const end = at + bytes.readUInt16BE(at)
    if (end < at + 2)
      return { flaw: 'This JPEG file is damaged: one of its parts has no length. Save the picture again.' }
    if (end > bytes.length) return cut(false)
    if (isFrame(marker) && end - at >= 8) {
      if (frame) return { flaw: 'This JPEG file describes two pictures at once. Save the picture again.' }
      frame = { height: bytes.readUInt16BE(at + 3), width: bytes.readUInt16BE(at + 5) }
    }
    if (marker === APP1) metadata = merge(metadata, readApp1(bytes.subarray(at + 2, end)))
    if (marker === APP2 && bytes.toString('latin1', at + 2, at + 6) === 'MPF\0') index = bytes.subarray(at + 6, end)
    at = end
    if (marker === SOS) {
      if (!frame) return noPicture
      scans++
      at = endOfScan(bytes, at)
      if (at < 0) return cut(true)
    }
  }
  return tooManyParts
}

const noPicture: Flaw = {
  flaw: 'This JPEG file holds no picture: it has no frame or no image data. Save the picture again.',
}

/** A file that was cut after its pixels may end with half of the marker. */
function withEndMarker(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.from(bytes.at(-1) === 0xff ? [EOI] : [0xff, EOI])])
}

const secondPicture: PictureWarning = {
  code: 'several_pictures',
  detail:
    'This file holds more than one picture (as stereo and panorama cameras write them); workers see the first. Save the others as files of their own if they are to be labeled.',
}

/**
 * Whether another picture follows that a person would want to see. Phones write one behind the first, too: a map of
 * brightness or a preview, which is part of the first; their index of pictures (CIPA DC-007) calls these neither views nor
 * panorama parts.
 */
function holdsSecond(bytes: Buffer, after: number, index: Buffer | undefined): boolean {
  if (index) return indexedViews(index) > 1
  let at = after
  while (bytes[at] === 0 || bytes[at] === 0xff) {
    if (bytes[at + 1] === SOI) break
    at++
  }
  return bytes[at] === 0xff && bytes[at + 1] === SOI && bytes[at + 2] === 0xff
}

const MP_ENTRY = 0xb002
const entryBytes = 16
/** Panorama, disparity, multiple angles; and what is no view at all: previews and pictures of an undefined kind. */
const views = new Set([0x020001, 0x020002, 0x020003])

function indexedViews(index: Buffer): number {
  const reader = openTiff(index)
  let found = 0
  for (const entry of reader ? reader.folder(reader.u32(4)) : []) {
    if (entry.tag !== MP_ENTRY || !reader) continue
    const count = Math.min(Math.floor(reader.u32(entry.valueAt - 4) / entryBytes), 1000)
    const start = reader.u32(entry.valueAt)
    for (let i = 0; i < count; i++) if (views.has(reader.u32(start + i * entryBytes) & 0xffffff)) found++
  }
  return found
}

/** Markers without a length: TEM, restarts, and 00, which is no marker at all. */
function stands(marker: number) {
  return marker <= 0x01 || isRestart(marker)
}

function isRestart(marker: number) {
  return marker >= 0xd0 && marker <= 0xd7
}

/** SOF0..SOF15; C4, C8 and CC lie in the range and mean tables. */
function isFrame(marker: number) {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}

/**
 * The next real marker of the entropy-coded data, or -1. In a photo FF stands every 100 to 250 bytes, and `indexOf`
 * jumps from one to the next, faster than a loop over the bytes. In a hostile file every second byte is FF, and 10 million
 * native calls would hold everybody up: where hits are dense, the loop takes over.
 */
function endOfScan(bytes: Buffer, from: number): number {
  const last = bytes.length - 1
  let at = from
  while (at < last) {
    const hit = bytes.indexOf(0xff, at)
    if (hit < 0) return -1
    const until = Math.min(last, hit - at < 16 ? hit + 4096 : hit + 1)
    for (at = hit; at < until; at++) {
      if (bytes[at] !== 0xff) continue
      const next = bytes[at + 1]!
      if (next !== 0 && next !== 0xff && !isRestart(next)) return at
    }
  }
  return -1
}

function readApp1(payload: Buffer): Metadata {
  if (payload.toString('latin1', 0, 6) === 'Exif\0\0') return readExif(payload.subarray(6))
  if (payload.toString('latin1', 0, 21) === 'http://ns.adobe.com/x')
    return { ...noMetadata, hasGps: xmpHasGps(payload) }
  return noMetadata
}

/** The first orientation that says something wins; a place anywhere counts. */
function merge(before: Metadata, found: Metadata): Metadata {
  return {
    orientation: before.orientation === 1 ? found.orientation : before.orientation,
    hasGps: before.hasGps || found.hasGps,
  }
}
