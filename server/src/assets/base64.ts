/** Bytes encoded again per step of the check: a multiple of 3, so that no step ends in padding. */
const stepBytes = 48 * 1024

/** Characters per line that encoders write: MIME's 76 and PEM's 64. */
const lineLengths = [76, 64]

/**
 * Strict base64 (RFC 4648, sections 4 and 5): either alphabet, but not both in one text; all of its padding or none; no
 * blanks. Line breaks are accepted where MIME and PEM encoders put them. Returns undefined for anything else.
 *
 * Node's own decoder skips what it does not understand, so its output is encoded again and compared with the input:
 * that is exact by construction, and faster than `atob` (which lets blanks and missing padding through) or a regular expression.
 */
export function decodeBase64(text: string): Buffer | undefined {
  const joined = text.includes('\n') ? joinLines(text) : text
  if (joined === undefined) return undefined
  const padding = joined.endsWith('==') ? 2 : joined.endsWith('=') ? 1 : 0
  const letters = joined.length - padding
  if (padding > 0 && joined.length % 4 !== 0) return undefined
  const bytes = Buffer.from(joined, 'base64')
  if (bytes.length !== Math.floor((letters * 3) / 4) || letters % 4 === 1) return undefined
  const alphabet = joined.includes('-') || joined.includes('_') ? 'base64url' : 'base64'
  for (let from = 0, at = 0; from < bytes.length; from += stepBytes) {
    const again = bytes.toString(alphabet, from, Math.min(from + stepBytes, bytes.length))
    const length = Math.min(again.length, letters - at)
    if (joined.slice(at, at + length) !== again.slice(0, length)) return undefined
    at += length
  }
  return bytes
}

/** The fewest bytes that a base64 text of this length can hold: as if it were all padding and PEM lines with CRLF. */
export function minDecodedBytes(textLength: number): number {
  return Math.floor((textLength * 64) / 66 / 4) * 3 - 3
}

/** Takes out the line breaks when they stand where an encoder puts them; undefined when one stands elsewhere. */
function joinLines(text: string): string | undefined {
  const first = text.indexOf('\n')
  const lineBreak = text[first - 1] === '\r' ? '\r\n' : '\n'
  const lineLength = first + 1 - lineBreak.length
  const lines = text.endsWith(lineBreak) ? text.slice(0, -lineBreak.length) : text
  if (lines.length === lineLength) return lines
  if (!lineLengths.includes(lineLength)) return undefined
  // Below, one character is one byte. Anything else would be cut to its low byte, and U+0141 is no "A".
  if (Buffer.byteLength(lines) !== lines.length) return undefined
  const wrapped = Buffer.from(lines, 'latin1')
  const joined = Buffer.allocUnsafe(wrapped.length)
  let length = 0
  for (let at = 0; at < lines.length; at += lineLength + lineBreak.length) {
    const end = at + lineLength
    if (end < lines.length && !lines.startsWith(lineBreak, end)) return undefined
    length += wrapped.copy(joined, length, at, end)
  }
  // A break in any other place is still in there, and the comparison refuses it.
  return joined.toString('latin1', 0, length)
}
