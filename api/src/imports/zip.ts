import { ImportFault } from './imported.ts'

/** A file in an archive. Its bytes are read when it is opened. */
export type ZipEntry = { name: string; open(): Promise<Blob> }

const maxEntries = 1_000_000
const maxNamesBytes = 300_000_000
/** What one file of an archive may become: a few kilobytes can say gigabytes. */
const maxEntryBytes = 200_000_000
const notWhole = 'The archive is not whole, or it is no archive: it may have been cut off.'

/** The first bytes of an archive, as far as somebody has put files into it. */
export function isZip(begin: Uint8Array): boolean {
  return String.fromCharCode(...begin.subarray(0, 4)) === 'PK\x03\x04'
}

/**
 * The files of a ZIP archive by their names; of the archive itself no more is read than its list. Of the format what programs write:
 * stored and deflated, also longer than 4 GB (ZIP64), not encrypted. Nobody has looked where the names lead.
 *
 * @throws {ImportFault}
 */
export async function readZip(archive: Blob): Promise<Map<string, ZipEntry>> {
  const { count, at: begin, bytes: length } = await findList(archive)
  if (count > maxEntries || length > maxNamesBytes)
    throw new ImportFault(`The archive has more than ${maxEntries} files. Split it.`)
  if (begin + length > archive.size) throw new ImportFault(notWhole)
  const list = await viewOf(archive, begin, length)
  const entries = new Map<string, ZipEntry>()
  let packed = 0
  let at = 0
  for (let n = 0; n < count; n++) {
    if (at + 46 > length || list.getUint32(at, true) !== 0x02014b50) throw new ImportFault(notWhole)
    const where = whereOf(list, at)
    const names = at + 46
    const ends = names + list.getUint16(at + 28, true)
    at = ends + list.getUint16(at + 30, true) + list.getUint16(at + 32, true)
    if (at > length) throw new ImportFault(notWhole)
    const name = new TextDecoder().decode(new Uint8Array(list.buffer, names, ends - names))
    packed += where.packed
    if (!name.endsWith('/')) entries.set(name, { name, open: () => openEntry(archive, name, where) })
  }
  // The same bytes under a thousand names: each is small, and all of them together are not.
  if (packed > archive.size)
    throw new ImportFault('The files of the archive overlap, which no honest archive does. It is not read.')
  return entries
}

type Where = { flags: number; method: number; packed: number; size: number; at: number }

function whereOf(list: DataView, at: number): Where {
  const where = {
    ...{ flags: list.getUint16(at + 8, true), method: list.getUint16(at + 10, true) },
    ...{
      packed: list.getUint32(at + 20, true),
      size: list.getUint32(at + 24, true),
      at: list.getUint32(at + 42, true),
    },
  }
  const extra = at + 46 + list.getUint16(at + 28, true)
  const long = findExtra(list, extra, list.getUint16(at + 30, true))
  if (long === null) return where
  // Of these numbers stand only those there that do not fit in their own place, in this order.
  let next = long
  for (const key of ['size', 'packed', 'at'] as const) {
    if (where[key] !== 0xffffffff || next + 8 > list.byteLength) continue
    where[key] = Number(list.getBigUint64(next, true))
    next += 8
  }
  return where
}

/** Where the long numbers of a file begin (ZIP64). */
function findExtra(list: DataView, begin: number, length: number): number | null {
  for (let at = begin; at + 4 <= Math.min(begin + length, list.byteLength); at += 4 + list.getUint16(at + 2, true))
    if (list.getUint16(at, true) === 1) return at + 4
  return null
}

/** The record at the end, behind which a comment may stand, and which says where the list is. */
async function findList(archive: Blob): Promise<{ count: number; at: number; bytes: number }> {
  const begin = Math.max(0, archive.size - 22 - 0xffff - 20)
  const end = await viewOf(archive, begin, archive.size - begin)
  for (let at = end.byteLength - 22; at >= 0; at--) {
    if (end.getUint32(at, true) !== 0x06054b50) continue
    const isLong = at >= 20 && end.getUint32(at - 20, true) === 0x07064b50
    if (isLong) return findLongList(archive, Number(end.getBigUint64(at - 20 + 8, true)))
    return {
      count: end.getUint16(at + 10, true),
      at: end.getUint32(at + 16, true),
      bytes: end.getUint32(at + 12, true),
    }
  }
  throw new ImportFault(notWhole)
}

async function findLongList(archive: Blob, at: number) {
  if (at + 56 > archive.size) throw new ImportFault(notWhole)
  const record = await viewOf(archive, at, 56)
  if (record.getUint32(0, true) !== 0x06064b50) throw new ImportFault(notWhole)
  const [count, bytes, begin] = [32, 40, 48].map((place) => Number(record.getBigUint64(place, true)))
  return { count: count!, at: begin!, bytes: bytes! }
}

async function viewOf(archive: Blob, at: number, length: number): Promise<DataView> {
  return new DataView(await archive.slice(at, at + length).arrayBuffer())
}

async function openEntry(archive: Blob, name: string, where: Where): Promise<Blob> {
  if (where.flags & 1) throw new ImportFault('The archive is encrypted. Save it without a password.')
  if (where.size > maxEntryBytes) throw tooLarge(name)
  const head = await viewOf(archive, where.at, 30)
  if (head.byteLength < 30 || head.getUint32(0, true) !== 0x04034b50) throw new ImportFault(notWhole)
  const begin = where.at + 30 + head.getUint16(26, true) + head.getUint16(28, true)
  const packed = archive.slice(begin, begin + where.packed)
  if (packed.size < where.packed) throw new ImportFault(notWhole)
  if (where.method === 0) return packed
  if (where.method !== 8)
    throw new ImportFault(`${name} in the archive is packed in a way that is not read. Unpack it.`)
  return inflate(packed, name)
}

/** What the archive says of the size is not believed: what comes out is counted. */
async function inflate(packed: Blob, name: string): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  const reader = packed.stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader()
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      size += read.value.length
      if (size > maxEntryBytes) throw tooLarge(name)
      parts.push(read.value as Uint8Array<ArrayBuffer>)
    }
  } catch (error) {
    void reader.cancel().catch(() => {})
    throw error instanceof ImportFault ? error : new ImportFault(notWhole)
  }
  return new Blob(parts)
}

function tooLarge(name: string): ImportFault {
  return new ImportFault(`${name} in the archive has more than ${maxEntryBytes / 1e6} MB. Split it.`)
}
