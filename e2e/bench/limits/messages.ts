export const text = (value: string) => Buffer.from(`${value}\0`)

/** A message of PostgreSQL's protocol: its type (none for the first one), its length, what it says. */
export function frame(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  const head = Buffer.alloc(type.length + 4, type)
  head.writeInt32BE(body.length + 4, type.length)
  return Buffer.concat([head, body])
}

const tail = Buffer.concat([frame('E', text(''), Buffer.alloc(4)), frame('S')])

/** Runs a prepared statement with values as text, and commits. */
export function bind(name: string, values: string[]): Buffer {
  const length = values.reduce((sum, value) => sum + 4 + value.length, name.length + 8)
  const bytes = Buffer.alloc(5 + length + tail.length)
  bytes[0] = 0x42
  bytes.writeInt32BE(length + 4, 1)
  let at = 6 + bytes.write(name, 6, 'latin1') + 1
  at = bytes.writeInt16BE(0, at)
  at = bytes.writeInt16BE(values.length, at)
  for (const value of values) {
    at = bytes.writeInt32BE(value.length, at)
    at += bytes.write(value, at, 'latin1')
  }
  at = bytes.writeInt16BE(0, at)
  tail.copy(bytes, at)
  return bytes
}

type Message = { type: number; body: Buffer }

/** Cuts what comes into messages, however the pieces fall. */
export class PieceReader {
  private rest: Buffer = Buffer.alloc(0)

  read(piece: Buffer): Message[] {
    const bytes = this.rest.length > 0 ? Buffer.concat([this.rest, piece]) : piece
    const messages: Message[] = []
    let at = 0
    while (bytes.length - at >= 5) {
      const end = at + 1 + bytes.readInt32BE(at + 1)
      if (end > bytes.length) break
      messages.push({ type: bytes[at] as number, body: bytes.subarray(at + 5, end) })
      at = end
    }
    this.rest = bytes.subarray(at)
    return messages
  }
}
