/** One line of a stream, or why it could not be one. Numbers begin with 1; blank lines are passed over but counted. */
export type NdjsonLine =
  | { ok: true; number: number; bytes: Buffer }
  | { ok: false; number: number; code: 'too_large'; detail: string }

/**
 * Cuts a stream into lines. A line that is longer than `maxBytes` is passed over to its end without being kept, so that
 * memory stays bounded and the lines behind it are still read.
 */
export async function* readLines(body: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<NdjsonLine> {
  let parts: Buffer[] = []
  let size = 0
  let number = 1
  const finish = (): NdjsonLine | null => {
    const line = size > maxBytes ? tooLong(number, maxBytes) : unlessBlank(number, Buffer.concat(parts, size))
    parts = []
    size = 0
    number++
    return line
  }
  const keep = (part: Buffer) => {
    size += part.length
    if (size <= maxBytes) parts.push(part)
    else parts = []
  }
  for await (const chunk of body) {
    let start = 0
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      keep(chunk.subarray(start, end))
      start = end + 1
      const line = finish()
      if (line) yield line
    }
    if (start < chunk.length) keep(chunk.subarray(start))
  }
  if (size > 0) {
    const line = finish()
    if (line) yield line
  }
}

function tooLong(number: number, maxBytes: number): NdjsonLine {
  return {
    ok: false,
    number,
    code: 'too_large',
    detail: `This line has more than ${Math.floor(maxBytes / 1e6)} MB. Send its pictures with POST /assets.`,
  }
}

function unlessBlank(number: number, bytes: Buffer): NdjsonLine | null {
  return bytes.every((byte) => byte === 32 || byte === 13 || byte === 9) ? null : { ok: true, number, bytes }
}
