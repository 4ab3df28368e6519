/**
 * The one way out of the command line. What others have typed (names of files, answers, titles) may hold what a terminal
 * obeys: it is shown as code points there, and goes unchanged into files and pipes, which programs read.
 */
export type Terminal = Pick<NodeJS.WriteStream, 'write' | 'once'> & { isTTY?: boolean }

/** To stdout: what was asked for. */
export function print(text: string): void {
  process.stdout.write(forStream(process.stdout, text))
}

/** To stderr: what a person reads beside it. */
export function tell(text: string): void {
  process.stderr.write(forStream(process.stderr, text))
}

/** A stream that takes the same care, for reporters. */
export function careful(stream: NodeJS.WriteStream): Pick<NodeJS.WritableStream, 'write'> {
  return { write: (text: string | Uint8Array) => stream.write(forStream(stream, String(text))) }
}

/** Bytes to stdout as they come; waits for a slow reader instead of filling the memory. */
export function byteWriter(stream: Terminal = process.stdout): (chunk: Uint8Array) => Promise<void> {
  const decoder = new TextDecoder()
  let held = ''
  const asText = (chunk: Uint8Array) => {
    const text = held + decoder.decode(chunk, { stream: true })
    // Whether a line end comes behind it, the next piece says.
    held = text.endsWith('\r') ? '\r' : ''
    return harmless(held ? text.slice(0, -1) : text)
  }
  return (chunk) =>
    new Promise((resolve) => {
      const shown = stream.isTTY ? asText(chunk) : chunk
      if (stream.write(shown)) resolve()
      else stream.once('drain', resolve)
    })
}

function forStream({ isTTY }: { isTTY?: boolean }, text: string): string {
  return isTTY ? harmless(text) : text
}

// Controls (C0 and C1) except tab and line feed, marks and overrides of direction, line and paragraph separators.
const obeyed = /\r(?!\n)|(?![\t\n\r])\p{Cc}|[\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFFF9-\uFFFB]/gu

/** `\x1b` and the like, as text. */
export function harmless(text: string): string {
  return text.replace(obeyed, (character) => {
    const code = character.codePointAt(0) as number
    if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`
    return `\\u${code.toString(16).padStart(4, '0')}`
  })
}
