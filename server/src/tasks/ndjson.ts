import { ApiProblem } from '../problem.ts'

/** One line of a stream, or why it could not be one. Numbers begin with 1; blank lines are passed over but counted. */
export type NdjsonLine =
  | { ok: true; number: number; bytes: Buffer; done: () => void }
  | { ok: false; number: number; problem: ApiProblem }

/** Room for long lines, shared by all streams: many senders with long lines at once would take all the memory. */
export type LongLines = { fromBytes: number; maxBytes: number; enter: () => Promise<() => void> }

/**
 * Cuts a stream into lines. A line that is too long, or for which there is no room, is passed over to its end without
 * being kept, so that memory stays bounded and the lines behind it are still read. Whoever takes a line calls its
 * `done` when its bytes are no longer needed.
 */
export async function* readLines(body: AsyncIterable<Buffer>, long: LongLines): AsyncGenerator<NdjsonLine> {
  let parts: Buffer[] = []
  let size = 0
  let number = 1
  let refusal: ApiProblem | null = null
  let leave = nothing
  const refuse = (problem: ApiProblem) => {
    refusal = problem
    parts = []
    leave()
  }
  const keep = async (part: Buffer) => {
    size += part.length
    if (refusal) return
    if (size > long.maxBytes) return refuse(tooLong(long.maxBytes))
    parts.push(part)
    if (size <= long.fromBytes || leave !== nothing) return
    try {
      leave = await long.enter()
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      refuse(error)
    }
  }
  const finish = (): NdjsonLine | null => {
    const line = refusal
      ? { ok: false as const, number, problem: refusal }
      : unlessBlank(number, withoutMark(number, Buffer.concat(parts, size)), leave)
    parts = []
    size = 0
    number++
    refusal = null
    leave = nothing
    return line
  }
  try {
    for await (const chunk of body) {
      let start = 0
      for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
        await keep(chunk.subarray(start, end))
        start = end + 1
        const line = finish()
        if (line) yield line
      }
      if (start < chunk.length) await keep(chunk.subarray(start))
    }
    if (size > 0) {
      const line = finish()
      if (line) yield line
    }
  } finally {
    leave()
  }
}

/** Programs on Windows begin files with a byte order mark; at the beginning of a stream, and only there, it is passed over. */
function withoutMark(number: number, bytes: Buffer): Buffer {
  return number === 1 && bytes.length >= 3 && bytes.readUIntBE(0, 3) === 0xefbbbf ? bytes.subarray(3) : bytes
}

const nothing = () => {}

function tooLong(maxBytes: number): ApiProblem {
  const max = Math.floor(maxBytes / 1e6)
  return new ApiProblem('too_large', `This line has more than ${max} MB. Send its pictures with POST /assets.`)
}

function unlessBlank(number: number, bytes: Buffer, done: () => void): NdjsonLine | null {
  if (!bytes.every((byte) => byte === 32 || byte === 13 || byte === 9)) return { ok: true, number, bytes, done }
  done()
  return null
}
