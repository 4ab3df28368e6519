/** The zeros of the digits that people of our twelve languages type: Arabic, Persian, Devanagari, full width. */
const zeros = [0x0660, 0x06f0, 0x0966, 0xff10]

/**
 * Reads a number as people write it: `1.5`, `1,5`, `1 234,5`, `1,234.5`, `١٢٫٥`. `null` when it is none.
 *
 * One separator followed by exactly three digits can mean both; then the language decides: `1,234` is a thousand in
 * English and a bit more than one in German.
 */
export function readNumber(text: string, language: string): number | null {
  // Marks of direction come along when a number is pasted, and stand before the minus that a browser writes in Arabic.
  const plain = [...text.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').trim()].map(plainDigit).join('')
  const packed = plain.replace(/(?<=\d)[\s'’٬](?=\d)/g, '')
  const parts = /^([-+]?)(\d[\d.,]*|[.,]\d+)(e[-+]?\d{1,3})?$/i.exec(packed)
  if (!parts) return null
  const body = decimal(parts[2] ?? '', language)
  if (body === null) return null
  const value = Number(`${parts[1]}${body}${parts[3] ?? ''}`)
  return Number.isFinite(value) ? value : null
}

/**
 * Writes a number as the language writes it, so that {@link readNumber} reads the same number from it again. Without a
 * language it is written so that every language reads the same: `1.2340`, because `1.234` is a thousand to some.
 */
export function formatNumber(value: number, language?: string): string {
  const text = String(value)
  if (language !== undefined) return text.replace('.', decimalMark(language))
  return /^-?[1-9]\d{0,2}\.\d{3}$/.test(text) ? `${text}0` : text
}

/**
 * What another person would read from the same text, where people differ: `1.234` and `1,234`. `null` where all read one
 * number.
 */
export function otherReading(text: string, language: string): number | null {
  const [read, ...others] = [language, 'en', 'de'].map((tag) => readNumber(text, tag))
  return others.find((other) => other !== read) ?? null
}

function plainDigit(character: string): string {
  if (character === '٫') return '.'
  if (character === '−' || character === '–') return '-'
  const code = character.codePointAt(0) ?? 0
  const zero = zeros.find((first) => code >= first && code < first + 10)
  return zero === undefined ? character : String(code - zero)
}

/** `1,234.5` -> `1234.5`; null when the groups are not groups of three. */
function decimal(body: string, language: string): string | null {
  const last = Math.max(body.lastIndexOf('.'), body.lastIndexOf(','))
  if (last < 0) return body
  const mark = body[last] as '.' | ','
  const other = mark === '.' ? ',' : '.'
  const marks = body.split(mark).length - 1
  const groupsOnly = marks > 1 || (!body.includes(other) && isGroup(body, last) && mark !== decimalMark(language))
  if (groupsOnly) return grouped(body, mark)
  const whole = grouped(body.slice(0, last), other)
  return whole === null ? null : `${whole || '0'}.${body.slice(last + 1) || '0'}`
}

function isGroup(body: string, at: number): boolean {
  return at > 0 && at <= 3 && body.length - at === 4 && !body.startsWith('0')
}

/** Takes the marks out of `1,234,567`; `12,34,567` too, as Hindi writes. */
function grouped(body: string, mark: string): string | null {
  const groups = body.split(mark)
  const fine =
    groups.length === 1 ||
    (groups[0] !== '' && groups.at(-1)?.length === 3 && groups.every((group) => /^\d{1,3}$/.test(group)))
  return fine && !/[.,]/.test(groups.join('')) ? groups.join('') : null
}

function decimalMark(language: string): string {
  const parts = new Intl.NumberFormat(language).formatToParts(1.5)
  return parts.find((part) => part.type === 'decimal')?.value === ',' ? ',' : '.'
}
