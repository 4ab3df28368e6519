export type Reply = { status: number /** Good until the next piece is read. */; body: Buffer }

type Head = { status: number; bodyAt: number; end: number }

/** Puts the replies of one HTTP/1.1 connection together. One request at a time is under way, so no reply stands behind another. */
export class ReplyReader {
  private bytes = Buffer.allocUnsafe(4096)
  private length = 0
  private head: Head | null = null

  /** @returns the reply with which its last piece has come, else null */
  read(piece: Buffer): Reply | null {
    this.keep(piece)
    this.head ??= readHead(this.bytes.subarray(0, this.length))
    if (this.head === null || this.length < this.head.end) return null
    const { status, bodyAt, end } = this.head
    if (this.length > end) throw new Error('More has come than was asked for.')
    this.length = 0
    this.head = null
    return { status, body: this.bytes.subarray(bodyAt, end) }
  }

  private keep(piece: Buffer): void {
    const length = this.length + piece.length
    if (length > this.bytes.length) {
      const larger = Buffer.allocUnsafe(length * 2)
      this.bytes.copy(larger, 0, 0, this.length)
      this.bytes = larger
    }
    piece.copy(this.bytes, this.length)
    this.length = length
  }
}

function readHead(bytes: Buffer): Head | null {
  const end = bytes.indexOf('\r\n\r\n')
  if (end === -1) return null
  const text = bytes.toString('latin1', 0, end)
  const status = Number(text.slice(9, 12))
  const size = status === 204 ? '0' : /\r\ncontent-length: *(\d+)/i.exec(text)?.[1]
  if (size === undefined) throw new Error(`A reply does not say how long it is: ${text}`)
  return { status, bodyAt: end + 4, end: end + 4 + Number(size) }
}
