import { ImportFault } from './imported.ts'

/** A file in an archive. `read`: its bytes. */
export type ZipEntry = { name: string; read(): Promise<Uint8Array> }

const maxEntries = 10_000
/** What one file of an archive may become: a few kilobytes can say gigabytes. */
const maxEntryBytes = 200_000_000
const notWhole = 'The archive is not whole, or it is no archive: it may have been cut off.'

/**
 * The files of a ZIP archive by their names. Of the format what programs write: stored and deflated, without ZIP64, not encrypted.
 *
 * @throws {ImportFault}
 */
export function readZip(bytes: Uint8Array): Map<string, ZipEntry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = findEnd(view)
  const count = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  if (count > maxEntries) throw new ImportFault(`The archive has more than ${maxEntries} files.`)
  if (at === 0xffffffff) throw new ImportFault('The archive is too large (ZIP64). Unpack it.')
  const entries = new Map<string, ZipEntry>()
  for (let n = 0; n < count; n++) {
    if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) throw new ImportFault(notWhole)
    const names = at + 46
    const length = view.getUint16(at + 28, true)
    const name = new TextDecoder().decode(bytes.subarray(names, names + length))
    const entry = {
      ...{ flags: view.getUint16(at + 8, true), method: view.getUint16(at + 10, true) },
      ...{
        packed: view.getUint32(at + 20, true),
        size: view.getUint32(at + 24, true),
        at: view.getUint32(at + 42, true),
      },
    }
    entries.set(name, { name, read: () => readEntry(bytes, view, name, entry) })
    at = names + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return entries
}

/** The record at the end, behind which a comment may stand. */
function findEnd(view: DataView): number {
  for (let at = view.byteLength - 22; at >= 0 && at >= view.byteLength - 22 - 0xffff; at--)
    if (view.getUint32(at, true) === 0x06054b50) return at
  throw new ImportFault(notWhole)
}

type Where = { flags: number; method: number; packed: number; size: number; at: number }

async function readEntry(bytes: Uint8Array, view: DataView, name: string, where: Where): Promise<Uint8Array> {
  if (where.flags & 1) throw new ImportFault('The archive is encrypted. Save it without a password.')
  if (where.size > maxEntryBytes) throw tooLarge(name)
  if (where.at + 30 > bytes.length || view.getUint32(where.at, true) !== 0x04034b50) throw new ImportFault(notWhole)
  const begin = where.at + 30 + view.getUint16(where.at + 26, true) + view.getUint16(where.at + 28, true)
  const packed = bytes.subarray(begin, begin + where.packed)
  if (packed.length < where.packed) throw new ImportFault(notWhole)
  if (where.method === 0) return packed
  if (where.method !== 8)
    throw new ImportFault(`${name} in the archive is packed in a way that is not read. Unpack it.`)
  return inflate(packed, name)
}

/** What the archive says of the size is not believed: what comes out is counted. */
async function inflate(packed: Uint8Array, name: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  try {
    const stream = new Blob([packed as Uint8Array<ArrayBuffer>])
      .stream()
      .pipeThrough(new DecompressionStream('deflate-raw'))
    for await (const part of stream) {
      size += part.length
      if (size > maxEntryBytes) throw tooLarge(name)
      parts.push(part)
    }
  } catch (error) {
    throw error instanceof ImportFault ? error : new ImportFault(notWhole)
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function tooLarge(name: string): ImportFault {
  return new ImportFault(`${name} in the archive has more than ${maxEntryBytes / 1e6} MB. Split it.`)
}
