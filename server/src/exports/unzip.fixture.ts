import { crc32, inflateRawSync } from 'node:zlib'
import { expect } from 'vitest'

/** The files of an archive by its directory, as readers find them; sizes, sums and the second heads must agree. */
export function unzip(archive: Buffer): Map<string, Buffer> {
  const end = archive.length - 22
  expect(archive.readUInt32LE(end)).toBe(0x06054b50)
  const wide = archive.readUInt16LE(end + 10) === 0xffff
  const wideEnd = wide ? Number(archive.readBigUInt64LE(end - 20 + 8)) : 0
  const count = wide ? Number(archive.readBigUInt64LE(wideEnd + 32)) : archive.readUInt16LE(end + 10)
  let at = wide ? Number(archive.readBigUInt64LE(wideEnd + 48)) : archive.readUInt32LE(end + 16)
  if (wide) expect(archive.readUInt32LE(wideEnd)).toBe(0x06064b50)
  const files = new Map<string, Buffer>()
  for (let n = 0; n < count; n++) {
    expect(archive.readUInt32LE(at)).toBe(0x02014b50)
    const [method, crc, packed, size] = [
      archive.readUInt16LE(at + 10),
      archive.readUInt32LE(at + 16),
      archive.readUInt32LE(at + 20),
      archive.readUInt32LE(at + 24),
    ]
    const [nameLength, extra, head] = [
      archive.readUInt16LE(at + 28),
      archive.readUInt16LE(at + 30),
      archive.readUInt32LE(at + 42),
    ]
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength)
    expect(archive.readUInt32LE(head)).toBe(0x04034b50)
    const begin = head + 30 + archive.readUInt16LE(head + 26) + archive.readUInt16LE(head + 28)
    const stored = archive.subarray(begin, begin + packed)
    const bytes = method === 0 ? stored : inflateRawSync(stored)
    expect([bytes.length, crc32(bytes)]).toEqual([size, crc])
    expect(files.has(name), name).toBe(false)
    files.set(name, bytes)
    at += 46 + nameLength + extra
  }
  return files
}
