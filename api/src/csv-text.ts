// No Node and no zod here: the service reads a stream with it, the command line a file.

/** Why a file or a row of it cannot be read, as a code and a sentence. */
export type CsvFault = { code: 'too_large' | 'separator' | 'not_csv' | 'encoding'; detail: string }

/** Bytes of a file as text, in pieces; a fault is the last thing that comes. */
export type CsvText = { text: string } | { fault: CsvFault }

/**
 * Decodes a file as it comes. Certain is a byte order mark, UTF-16 without one (every other byte is zero), the sender's
 * `charset`, and UTF-8, which other encodings are not by accident. What is none of these is not guessed at: a wrong guess
 * would make wrong answers of right ones.
 */
export async function* csvText(body: AsyncIterable<Uint8Array>, charset: string | undefined): AsyncGenerator<CsvText> {
  let head = new Uint8Array(0)
  let decoder: Decoder | null = null
  for await (const chunk of body) {
    head = decoder ? head : joined(head, chunk)
    if (head.length < 4) continue
    const found: Decoder | CsvFault = decoder ?? decoderOf(head, charset)
    if ('code' in found) return yield { fault: found }
    const read = found.read(decoder ? chunk : head)
    decoder = found
    yield* read
    if (read.length > 1) return
  }
  const found = decoder ?? decoderOf(head, charset)
  if ('code' in found) return yield { fault: found }
  yield* found.read(decoder ? new Uint8Array(0) : head, true)
}

/** One decoder finds what is wrong, the other says what stands before it. */
class Decoder {
  private readonly strict: InstanceType<typeof TextDecoder>
  private readonly lenient: InstanceType<typeof TextDecoder>

  /** @throws {RangeError} for an encoding that is not known */
  constructor(encoding: string) {
    this.strict = new TextDecoder(encoding, { fatal: true })
    this.lenient = new TextDecoder(encoding)
  }

  read(bytes: Uint8Array, isLast = false): CsvText[] {
    const text = this.lenient.decode(bytes, { stream: !isLast })
    try {
      this.strict.decode(bytes, { stream: !isLast })
      return [{ text }]
    } catch {
      return [{ text: text.slice(0, text.indexOf('\uFFFD')) }, { fault: notInEncoding(this.strict.encoding) }]
    }
  }
}

function decoderOf(head: Uint8Array, charset: string | undefined): Decoder | CsvFault {
  const magic = String.fromCharCode(...head.subarray(0, 4))
  if (magic.startsWith('PK\x03\x04') || magic === '\xD0\xCF\x11\xE0')
    return notCsv('a workbook (.xlsx, .xls or .ods)', 'Open it, choose "Save as", and save it as "CSV UTF-8".')
  if (magic.startsWith('\x1F\x8B')) return notCsv('compressed', 'Unpack it first.')
  if (magic.startsWith('%PDF')) return notCsv('a PDF', 'Save the table as "CSV UTF-8".')
  const encoding = markOf(head) ?? charset ?? 'utf-8'
  try {
    return new Decoder(encoding)
  } catch {
    return { code: 'encoding', detail: `The charset "${encoding.slice(0, 50)}" is not known. Send the file as UTF-8.` }
  }
}

function markOf(head: Uint8Array): string | null {
  const [a, b, c] = head
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  if (a && b === 0) return 'utf-16le'
  return a === 0 && b ? 'utf-16be' : null
}

function notCsv(what: string, next: string): CsvFault {
  return { code: 'not_csv', detail: `The file is ${what}, not a CSV file. ${next}` }
}

function notInEncoding(encoding: string): CsvFault {
  const next =
    encoding === 'utf-8'
      ? 'It was saved in another encoding, often Windows-1252: in Excel choose "CSV UTF-8".'
      : 'Save it as UTF-8.'
  return { code: 'encoding', detail: `From this row on the file is not ${encoding.toUpperCase()}. ${next}` }
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(one.length + other.length)
  both.set(one)
  both.set(other, one.length)
  return both
}
