import { deflateRawSync } from 'node:zlib'

type Lies = { size?: number; flags?: number; method?: number }

/** An archive as a program would write it, without checksums, which nobody here looks at. */
export function zipOf(files: Record<string, string | Uint8Array>, lies: Lies = {}): Uint8Array {
  const parts: Buffer[] = []
  const heads: Buffer[] = []
  let at = 0
  for (const [name, content] of Object.entries(files)) {
    const packed = deflateRawSync(content)
    const head = Buffer.alloc(46)
    head.writeUInt32LE(0x02014b50, 0)
    head.writeUInt16LE(lies.flags ?? 0, 8)
    head.writeUInt16LE(lies.method ?? 8, 10)
    head.writeUInt32LE(packed.length, 20)
    head.writeUInt32LE(lies.size ?? Buffer.byteLength(content as string), 24)
    head.writeUInt16LE(Buffer.byteLength(name), 28)
    head.writeUInt32LE(at, 42)
    heads.push(head, Buffer.from(name))
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(Buffer.byteLength(name), 26)
    parts.push(local, Buffer.from(name), packed)
    at += 30 + Buffer.byteLength(name) + packed.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Object.keys(files).length, 10)
  end.writeUInt32LE(Buffer.concat(heads).length, 12)
  end.writeUInt32LE(at, 16)
  return new Uint8Array(Buffer.concat([...parts, ...heads, end]))
}
