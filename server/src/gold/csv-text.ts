import { ApiProblem, invalidField } from '../problem.ts'

/** Bytes of a file as text, in pieces; a problem is the last thing that comes. */
export type CsvText = { text: string } | { problem: ApiProblem }

/**
 * Decodes a file as it comes. Certain is a byte order mark, UTF-16 without one (every other byte is zero), the sender's
 * `charset`, and UTF-8, which other encodings are not by accident. What is none of these is not guessed at: a wrong guess
 * would make wrong answers of right ones.
 */
export async function* csvText(body: AsyncIterable<Buffer>, charset: string | undefined): AsyncGenerator<CsvText> {
  let head = Buffer.alloc(0)
  let decoder: Decoder | null = null
  for await (const chunk of body) {
    head = decoder ? head : Buffer.concat([head, chunk])
    if (head.length < 4) continue
    const found: Decoder | ApiProblem = decoder ?? decoderOf(head, charset)
    if (found instanceof ApiProblem) return yield { problem: found }
    const read = found.read(decoder ? chunk : head)
    decoder = found
    yield* read
    if (read.length > 1) return
  }
  const found = decoder ?? decoderOf(head, charset)
  if (found instanceof ApiProblem) return yield { problem: found }
  yield* found.read(decoder ? Buffer.alloc(0) : head, true)
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

  read(bytes: Buffer, isLast = false): CsvText[] {
    const text = this.lenient.decode(bytes, { stream: !isLast })
    try {
      this.strict.decode(bytes, { stream: !isLast })
      return [{ text }]
    } catch {
      return [{ text: text.slice(0, text.indexOf('\uFFFD')) }, { problem: notInEncoding(this.strict.encoding) }]
    }
  }
}

function decoderOf(head: Buffer, charset: string | undefined): Decoder | ApiProblem {
  const magic = head.subarray(0, 4).toString('latin1')
  if (magic.startsWith('PK\x03\x04') || magic === '\xD0\xCF\x11\xE0')
    return notCsv('a workbook (.xlsx, .xls or .ods)', 'Open it, choose "Save as", and save it as "CSV UTF-8".')
  if (magic.startsWith('\x1F\x8B')) return notCsv('compressed', 'Unpack it first.')
  if (magic.startsWith('%PDF')) return notCsv('a PDF', 'Save the table as "CSV UTF-8".')
  const encoding = markOf(head) ?? charset ?? 'utf-8'
  try {
    return new Decoder(encoding)
  } catch {
    return invalidField('', 'encoding', `The charset "${encoding.slice(0, 50)}" is not known. Send the file as UTF-8.`)
  }
}

function markOf(head: Buffer): string | null {
  const [a, b, c] = head
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  if (a && b === 0) return 'utf-16le'
  return a === 0 && b ? 'utf-16be' : null
}

function notCsv(what: string, next: string): ApiProblem {
  return invalidField('', 'not_csv', `The file is ${what}, not a CSV file. ${next}`)
}

function notInEncoding(encoding: string): ApiProblem {
  const next =
    encoding === 'utf-8'
      ? 'It was saved in another encoding, often Windows-1252: in Excel choose "CSV UTF-8"; a program can name it, as in "Content-Type: text/csv; charset=windows-1252".'
      : 'Save it as UTF-8.'
  return invalidField('', 'encoding', `From this row on the file is not ${encoding.toUpperCase()}. ${next}`)
}
