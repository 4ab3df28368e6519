import { once } from 'node:events'
import { crc32, createDeflateRaw } from 'node:zlib'

/** A file in an archive: its bytes, or its text, which is made while it is written. */
export type Entry = { path: string; bytes: Buffer } | { path: string; text: () => AsyncIterable<string> }

const maxOf32 = 0xffff_ffff
const maxOf16 = 0xffff
// 1980-01-01, the first day that the format knows: the same files make the same bytes, whenever they are written.
const day = 33
const utf8 = 0x0800
const sizesFollow = 0x0008
const version = 45

/**
 * Writes a zip file as it goes, never going back: bytes are stored (pictures are packed already), texts deflated. Whatever does
 * not fit into the old numbers (65,535 files, 4 GB) is told in the new ones (ZIP64). What is kept is one line a file, for the
 * directory at the end.
 */
export async function* zip(entries: AsyncIterable<Entry>): AsyncGenerator<Buffer> {
  const directory = new Directory()
  let offset = 0
  for await (const entry of entries) {
    const name = Buffer.from(entry.path)
    const at = offset
    if ('bytes' in entry) {
      const { bytes } = entry
      const facts = { name, at, method: 0, flags: utf8, crc: crc32(bytes), packed: bytes.length, size: bytes.length }
      const head = localHead(facts)
      yield head
      yield bytes
      offset += head.length + bytes.length
      directory.add(facts)
      continue
    }
    const facts = { name, at, method: 8, flags: utf8 | sizesFollow, crc: 0, packed: 0, size: 0 }
    const head = localHead(facts)
    yield head
    for await (const chunk of deflated(entry.text(), facts)) {
      facts.packed += chunk.length
      yield chunk
    }
    const foot = Buffer.alloc(24)
    foot.writeUInt32LE(0x08074b50, 0)
    foot.writeUInt32LE(facts.crc, 4)
    foot.writeBigUInt64LE(BigInt(facts.packed), 8)
    foot.writeBigUInt64LE(BigInt(facts.size), 16)
    yield foot
    offset += head.length + facts.packed + foot.length
    directory.add(facts)
  }
  yield* directory.pages()
  yield directory.end(offset)
}

type Facts = { name: Buffer; at: number; method: number; flags: number; crc: number; packed: number; size: number }

/** Where sizes follow, the (empty) ZIP64 part says that they are written with eight bytes. */
function localHead({ name, method, flags, crc, packed, size }: Facts): Buffer {
  const wide = (flags & sizesFollow) !== 0
  const head = Buffer.alloc(30 + name.length + (wide ? 20 : 0))
  head.writeUInt32LE(0x04034b50, 0)
  writeShared(head.subarray(4), { method, flags, crc, packed: wide ? maxOf32 : packed, size: wide ? maxOf32 : size })
  head.writeUInt16LE(name.length, 26)
  head.writeUInt16LE(wide ? 20 : 0, 28)
  name.copy(head, 30)
  if (wide) {
    head.writeUInt16LE(1, 30 + name.length)
    head.writeUInt16LE(16, 32 + name.length)
  }
  return head
}

function writeShared(to: Buffer, { method, flags, crc, packed, size }: Omit<Facts, 'name' | 'at'>): void {
  to.writeUInt16LE(version, 0)
  to.writeUInt16LE(flags, 2)
  to.writeUInt16LE(method, 4)
  to.writeUInt16LE(0, 6)
  to.writeUInt16LE(day, 8)
  to.writeUInt32LE(crc, 10)
  to.writeUInt32LE(packed, 14)
  to.writeUInt32LE(size, 18)
}

/** Whoever stops early waits until its text is no longer read: what it is read from is closed then. */
async function* deflated(text: AsyncIterable<string>, facts: Facts): AsyncGenerator<Buffer> {
  const deflate = createDeflateRaw({ level: 6 })
  const stopped = new AbortController()
  const { signal } = stopped
  const feed = async () => {
    for await (const part of inPieces(text)) {
      if (signal.aborted) return
      facts.crc = crc32(part, facts.crc)
      facts.size += part.length
      if (!deflate.write(part)) await once(deflate, 'drain', { signal })
    }
    deflate.end()
  }
  const fed = feed().catch((error) => {
    if (!signal.aborted) deflate.destroy(error)
  })
  try {
    for await (const chunk of deflate) yield chunk
  } finally {
    stopped.abort()
    await fed
  }
}

/** A call of the packer for each line would take most of the time. */
async function* inPieces(text: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let piece = ''
  for await (const part of text) {
    piece += part
    if (piece.length < 65_536) continue
    yield Buffer.from(piece)
    piece = ''
  }
  if (piece !== '') yield Buffer.from(piece)
}

/** The list of files at the end, in few large pages: a hundred thousand small buffers would weigh five times as much. */
class Directory {
  private readonly full: Buffer[] = []
  private page = Buffer.alloc(0)
  private used = 0
  private count = 0
  private size = 0

  add({ name, at, ...facts }: Facts): void {
    const large = [facts.size, facts.packed, at].filter((value) => value >= maxOf32)
    const extra = large.length > 0 ? 4 + 8 * large.length : 0
    const line = this.room(46 + name.length + extra)
    line.writeUInt32LE(0x02014b50, 0)
    // Made on Unix, so that the rights of the file are read.
    line.writeUInt16LE((3 << 8) | version, 4)
    const fit = (value: number) => Math.min(value, maxOf32)
    writeShared(line.subarray(6), { ...facts, packed: fit(facts.packed), size: fit(facts.size) })
    line.writeUInt16LE(name.length, 28)
    line.writeUInt16LE(extra, 30)
    line.writeUInt32LE((0o100644 << 16) >>> 0, 38)
    line.writeUInt32LE(fit(at), 42)
    name.copy(line, 46)
    if (extra > 0) {
      line.writeUInt16LE(1, 46 + name.length)
      line.writeUInt16LE(extra - 4, 48 + name.length)
      for (const [n, value] of large.entries()) line.writeBigUInt64LE(BigInt(value), 50 + name.length + 8 * n)
    }
  }

  *pages(): Generator<Buffer> {
    yield* this.full
    yield this.page.subarray(0, this.used)
  }

  end(offset: number): Buffer {
    const wide = this.count >= maxOf16 || this.size >= maxOf32 || offset >= maxOf32
    const end = Buffer.alloc(22)
    end.writeUInt32LE(0x06054b50, 0)
    end.writeUInt16LE(Math.min(this.count, maxOf16), 8)
    end.writeUInt16LE(Math.min(this.count, maxOf16), 10)
    end.writeUInt32LE(Math.min(this.size, maxOf32), 12)
    end.writeUInt32LE(Math.min(offset, maxOf32), 16)
    return wide ? Buffer.concat([this.wideEnd(offset), end]) : end
  }

  private wideEnd(offset: number): Buffer {
    const end = Buffer.alloc(76)
    end.writeUInt32LE(0x06064b50, 0)
    end.writeBigUInt64LE(44n, 4)
    end.writeUInt16LE((3 << 8) | version, 12)
    end.writeUInt16LE(version, 14)
    end.writeBigUInt64LE(BigInt(this.count), 24)
    end.writeBigUInt64LE(BigInt(this.count), 32)
    end.writeBigUInt64LE(BigInt(this.size), 40)
    end.writeBigUInt64LE(BigInt(offset), 48)
    end.writeUInt32LE(0x07064b50, 56)
    end.writeBigUInt64LE(BigInt(offset + this.size), 64)
    end.writeUInt32LE(1, 72)
    return end
  }

  private room(bytes: number): Buffer {
    if (this.used + bytes > this.page.length) {
      if (this.used > 0) this.full.push(this.page.subarray(0, this.used))
      this.page = Buffer.alloc(Math.max(65_536, bytes))
      this.used = 0
    }
    const line = this.page.subarray(this.used, this.used + bytes)
    this.used += bytes
    this.count++
    this.size += bytes
    return line
  }
}
