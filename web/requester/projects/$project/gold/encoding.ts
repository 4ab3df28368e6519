/** Encodings that tables are saved in, the most frequent first, with where they are used. */
export const encodings: Record<string, string> = {
  'windows-1252': 'Western Europe (Windows-1252)',
  macintosh: 'Western Europe (Mac)',
  'windows-1250': 'Central Europe (Windows-1250)',
  'windows-1251': 'Cyrillic (Windows-1251)',
  'windows-1253': 'Greek (Windows-1253)',
  'windows-1254': 'Turkish (Windows-1254)',
  'windows-1255': 'Hebrew (Windows-1255)',
  'windows-1256': 'Arabic (Windows-1256)',
  'windows-1258': 'Vietnamese (Windows-1258)',
  'windows-874': 'Thai (Windows-874)',
  gb18030: 'Chinese, simplified (GB 18030)',
  big5: 'Chinese, traditional (Big5)',
  shift_jis: 'Japanese (Shift JIS)',
  'euc-kr': 'Korean (EUC-KR)',
}

/** Where the languages are written that Windows-1252 does not have. */
const ofLanguage: Record<string, string[]> = {
  'windows-1250': ['pl', 'cs', 'sk', 'hu', 'ro', 'sl', 'hr', 'bs', 'sq'],
  'windows-1251': ['ru', 'uk', 'be', 'bg', 'mk', 'sr', 'kk'],
  'windows-1253': ['el'],
  'windows-1254': ['tr', 'az'],
  'windows-1255': ['he', 'yi'],
  'windows-1256': ['ar', 'fa', 'ur'],
  'windows-1258': ['vi'],
  'windows-874': ['th'],
  shift_jis: ['ja'],
  'euc-kr': ['ko'],
}

/** What a table is probably saved in by somebody whose project has this language; a person looks at it before it counts. */
export function likelyEncoding(language: string): string {
  const [base, ...rest] = language.toLowerCase().split('-')
  if (base === 'zh') return rest.some((part) => ['hant', 'tw', 'hk', 'mo'].includes(part)) ? 'big5' : 'gb18030'
  return Object.entries(ofLanguage).find(([, languages]) => languages.includes(base ?? ''))?.[0] ?? 'windows-1252'
}

/**
 * Whether nothing in a file tells how its letters are written. It is told by a mark at the beginning or the zeros of UTF-16, by
 * UTF-8, which other encodings are not by accident; and what is no text at all the service names better.
 */
export function isDoubtful(bytes: Uint8Array): boolean {
  const [a, b] = bytes
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff) || bytes.subarray(0, 1024).includes(0)) return false
  try {
    // The end may have been cut off in the middle of a letter.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return false
  } catch {
    return !isNoText(bytes)
  }
}

/** Workbooks, archives and PDFs. */
const isNoText = (bytes: Uint8Array) =>
  ['PK\x03\x04', '\xd0\xcf\x11\xe0', '\x1f\x8b', '%PDF'].some((magic) =>
    String.fromCharCode(...bytes.subarray(0, 4)).startsWith(magic),
  )

const maxLength = 100

/** The first lines that the choice of an encoding makes a difference to, as that encoding reads them. */
export function linesInDoubt(bytes: Uint8Array, encoding: string, max = 4): string[] {
  const lines: string[] = []
  let begin = 0
  for (let at = 0; at <= bytes.length && lines.length < max; at++) {
    if (at < bytes.length && bytes[at] !== 0x0a && bytes[at] !== 0x0d) continue
    const line = bytes.subarray(begin, at)
    begin = at + 1
    const first = line.findIndex((byte) => byte >= 0x80)
    if (first === -1) continue
    const text = new TextDecoder(encoding).decode(line)
    // What comes before a far letter says nothing.
    const from = first > maxLength ? text.search(/\P{ASCII}/u) - maxLength / 2 : 0
    lines.push(text.slice(from, from + maxLength))
  }
  return lines
}
