import { ApiProblem } from '../problem.ts'
import { findDoubtfulKey } from './json-keys.ts'

// Strict UTF-8: a broken byte is refused here, not turned into a replacement character that nobody sent.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Nothing of what was sent is lost without a word: a key that stands twice is refused, and so is `__proto__`.
 *
 * @throws {ApiProblem} `bad_request` for what is not JSON in UTF-8, `too_large` for what has too many values.
 */
export function parseJson(bytes: Buffer, what: 'body' | 'line' = 'body', maxParts = maxPartsOfOthers): unknown {
  if (hasTooManyParts(bytes, maxParts))
    throw new ApiProblem('too_large', `The ${what} has more than ${maxParts} keys and values. Send it in parts.`)
  let text: string
  try {
    text = decoder.decode(bytes)
  } catch {
    const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
    throw new ApiProblem(
      'bad_request',
      isWide
        ? `The ${what} is UTF-16. Save it as UTF-8 and send it again.`
        : `The ${what} is not UTF-8. Save it as UTF-8 and send it again.`,
    )
  }
  // Programs on Windows begin files with a byte order mark, and RFC 8259 lets a reader pass it over; a line begins no file.
  if (what === 'body' && text.startsWith('\ufeff')) text = text.slice(1)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new ApiProblem('bad_request', whyNotJson(text, what, error))
  }
  const doubtful = findDoubtfulKey(text)
  if (!doubtful) return value
  const key = JSON.stringify(doubtful.key.slice(0, 100))
  throw new ApiProblem(
    'bad_request',
    doubtful.isTwice
      ? `The key ${key} stands twice in one object of the ${what}, and only one of the two can be meant. Leave one out.`
      : `The key ${key} cannot be used: in many programs it is lost on the way. Give it another name.`,
  )
}

function whyNotJson(text: string, what: 'body' | 'line', error: unknown): string {
  if (text.startsWith('\ufeff'))
    return `The ${what} begins with a byte order mark (BOM), which JSON does not have. Save it as UTF-8 without one.`
  const word = /[[:,]\s*(-?Infinity|NaN|None|undefined|True|False)\b/.exec(text.slice(0, 100_000))?.[1]
  if (word)
    return `The ${what} is not JSON: it has ${word}, for which JSON has no word. Use null, or leave the key out${word === 'NaN' || word.endsWith('Infinity') ? ' (in Python, `json.dumps(..., allow_nan=False)` finds the place)' : ''}.`
  // V8 quotes the neighbourhood of the fault, which may be anything; the position is enough.
  const position = /position (\d+)/.exec((error as Error).message)?.[1]
  const hint = what === 'line' ? ' Each line must be one complete object.' : ''
  return `The ${what} is not JSON${position ? ` (see position ${position})` : ''}.${hint}`
}

/** A task of 50 items with all their fields and known answers has a quarter of it. */
export const maxPartsOfOthers = 20_000
/** A form with 10,000 places of a tree and two synonyms of each has 190,000. */
export const maxPartsOfForm = 300_000
const [quote, backslash, comma, bracket, brace] = Buffer.from('"\\,[{')

/**
 * Whether JSON has more texts, lists, objects and commas than any request needs. 63 MB of `{},{},{},` are 21 million
 * objects: parsing them took 13 s, in which nobody else is served, and 2 GB; 3.4 MB with 290,000 keys took 6.5 s, most of it in
 * the schemas. The check itself jumps over texts: 5 ms for 60 MB of pictures.
 */
export function hasTooManyParts(bytes: Buffer, maxParts: number): boolean {
  let parts = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === quote) at = endOfText(bytes, at + 1)
    else if (byte !== comma && byte !== bracket && byte !== brace) continue
    if (++parts > maxParts) return true
  }
  return false
}

function endOfText(bytes: Buffer, start: number): number {
  const end = bytes.indexOf(quote as number, start)
  if (end === -1) return bytes.length
  if (bytes[end - 1] !== backslash) return end
  for (let at = start; at < bytes.length; at++) {
    if (bytes[at] === backslash) at++
    else if (bytes[at] === quote) return at
  }
  return bytes.length
}
