import { noMetadata, readExif, xmpHasGps } from './exif.ts'
import { cutShort, type Flaw, type Structure } from './structure.ts'

type Box = { type: string; at: number; end: number }
type Item = { type: string; extents: { at: number; bytes: number }[]; properties: Box[] }

const damaged: Flaw = {
  flaw: 'This AVIF file is damaged: it does not say where its picture is. Save the picture again.',
}

/** More boxes than any encoder writes into one. */
const maxBoxes = 10_000

/**
 * Reads the table of contents of an AVIF file (ISO/IEC 23000-22): the size of its primary picture, how it is turned, and
 * whether all bytes of all items are there. Nothing is decoded. The decoder turns the picture by the boxes `irot` and `imir`
 * and so do we; the orientation in EXIF plays no part in this format.
 */
export function readAvif(bytes: Buffer): Structure | Flaw {
  const top = boxes(bytes, 0, bytes.length)
  if (!top) return cutShort('AVIF')
  const meta = top.find(({ type }) => type === 'meta')
  const inner = meta && boxes(bytes, meta.at + 4, meta.end)
  if (!inner) return damaged
  const inside = (type: string) => inner.find((box) => box.type === type)
  const items = readItems(bytes, inside)
  const primary = items?.get(readPrimary(bytes, inside('pitm')))
  const size = primary?.properties.find(({ type, at, end }) => type === 'ispe' && end - at >= 12)
  if (!items || !primary || !size) return damaged
  const [width, height] = [bytes.readUInt32BE(size.at + 4), bytes.readUInt32BE(size.at + 8)]
  for (const { extents } of items.values())
    if (extents.some(({ at, bytes: length }) => at + length > bytes.length))
      return { ...cutShort('AVIF'), width, height }
  let hasGps = noMetadata.hasGps
  for (const { type, extents } of items.values()) {
    const [extent] = extents
    if (!extent) continue
    const data = bytes.subarray(extent.at, extent.at + extent.bytes)
    // Four bytes before the TIFF header say how far it is.
    if (type === 'Exif' && data.length > 8) hasGps ||= readExif(data.subarray(4 + data.readUInt32BE(0))).hasGps
    if (type === 'mime') hasGps ||= xmpHasGps(data)
  }
  const turn = primary.properties.find(({ type }) => type === 'irot')
  const isTurned = turn !== undefined && (bytes[turn.at]! & 1) === 1
  const frames = top.some(({ type }) => type === 'moov') ? 2 : 1
  return {
    width: isTurned ? height : width,
    height: isTurned ? width : height,
    orientation: 1,
    frames,
    hasGps,
  }
}

/** The boxes between two places, or undefined when one reaches beyond the end. */
function boxes(bytes: Buffer, from: number, until: number): Box[] | undefined {
  const found: Box[] = []
  for (let at = from; at + 8 <= until && found.length < maxBoxes; ) {
    let length = bytes.readUInt32BE(at)
    let head = 8
    if (length === 1 && at + 16 <= until) {
      length = Number(bytes.readBigUInt64BE(at + 8))
      head = 16
    } else if (length === 0) length = until - at
    if (length < head || at + length > until) return undefined
    found.push({ type: bytes.toString('latin1', at + 4, at + 8), at: at + head, end: at + length })
    at += length
  }
  return found
}

function readPrimary(bytes: Buffer, box: Box | undefined): number {
  if (!box || box.end - box.at < (bytes[box.at] === 0 ? 6 : 8)) return -1
  return bytes[box.at] === 0 ? bytes.readUInt16BE(box.at + 4) : bytes.readUInt32BE(box.at + 4)
}

function readItems(bytes: Buffer, inside: (type: string) => Box | undefined): Map<number, Item> | undefined {
  const [location, information, properties] = [inside('iloc'), inside('iinf'), inside('iprp')]
  if (!location || !properties) return undefined
  try {
    const items = readLocations(bytes.subarray(0, location.end), location.at)
    for (const { type, at } of information
      ? (boxes(bytes, information.at + (bytes[information.at] ? 8 : 6), information.end) ?? [])
      : []) {
      if (type !== 'infe' || bytes[at]! < 2) continue
      const wide = bytes[at] === 3
      const item = items.get(wide ? bytes.readUInt32BE(at + 4) : bytes.readUInt16BE(at + 4))
      if (item) item.type = bytes.toString('latin1', at + (wide ? 10 : 8), at + (wide ? 14 : 12))
    }
    readProperties(bytes, properties, items)
    return items
  } catch (error) {
    // A count or an offset that lies leads past the end of the file.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** `iloc`: where the bytes of each item are. Those in other boxes (construction method 1, 2) have no place in the file. */
function readLocations(bytes: Buffer, start: number): Map<number, Item> {
  let at = start + 4
  const version = bytes[start]!
  const read = (size: number) => {
    at += size
    if (size === 0) return 0
    return size === 8 ? Number(bytes.readBigUInt64BE(at - 8)) : bytes.readUIntBE(at - size, size)
  }
  const sizes = read(2)
  const [offsetSize, lengthSize, baseSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15]
  const indexSize = version > 0 ? sizes & 15 : 0
  const items = new Map<number, Item>()
  const count = read(version < 2 ? 2 : 4)
  for (let i = 0; i < Math.min(count, maxBoxes); i++) {
    const id = read(version < 2 ? 2 : 4)
    const method = version > 0 ? read(2) & 15 : 0
    read(2)
    const base = read(baseSize)
    const item: Item = { type: '', extents: [], properties: [] }
    const extents = read(2)
    // Nothing is read for such an extent, so nothing would bound their number: 65,535 for each six bytes of the file.
    if (extents > 1 && indexSize + offsetSize + lengthSize === 0) throw new RangeError('Extents of no size.')
    for (let k = 0; k < extents; k++) {
      read(indexSize)
      const offset = base + read(offsetSize)
      const length = read(lengthSize)
      if (method === 0) item.extents.push({ at: offset, bytes: length })
    }
    items.set(id, item)
  }
  return items
}

/** `iprp`: a list of properties, and which of them each item has. */
function readProperties(bytes: Buffer, box: Box, items: Map<number, Item>): void {
  const inner = boxes(bytes, box.at, box.end) ?? []
  const list = inner.find(({ type }) => type === 'ipco')
  const all = list ? (boxes(bytes, list.at, list.end) ?? []) : []
  for (const { type, at: start } of inner) {
    if (type !== 'ipma') continue
    const version = bytes[start]!
    const wide = (bytes[start + 3]! & 1) === 1
    let at = start + 8
    const entries = Math.min(bytes.readUInt32BE(start + 4), maxBoxes)
    for (let i = 0; i < entries; i++) {
      const item = items.get(version < 1 ? bytes.readUInt16BE(at) : bytes.readUInt32BE(at))
      at += version < 1 ? 2 : 4
      const count = bytes.readUInt8(at++)
      for (let k = 0; k < count; k++, at += wide ? 2 : 1) {
        const place = wide ? bytes.readUInt16BE(at) & 0x7fff : bytes.readUInt8(at) & 0x7f
        const property = all[place - 1]
        if (item && property) item.properties.push(property)
      }
    }
  }
}
