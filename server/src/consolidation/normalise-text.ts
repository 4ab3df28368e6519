/**
 * When are two typed texts the same answer? `textKey` maps every spelling of one answer to one string: Unicode
 * compatibility (NFKC), case folding, spaces, punctuation at the edges and accents make no difference. What was typed is
 * never changed: the key only groups, and the group is shown in the form that most people typed.
 *
 * Every step is one linear walk, since the texts are strangers' input. Two things that look harmless are not: Unicode
 * normalisation sorts a run of combining marks by insertion (100,000 marks on one letter: 3.4 s, 500,000: 87 s, measured
 * in Node 24), and `/[\s.]+$/` retries at every dot of a run of dots.
 */

/** Unicode's stream-safe format (UAX 15, section 13) allows 30 marks in a row; no language needs a tenth of that. */
const MARKS_BEYOND_30 = /(\p{M}{30})\p{M}+/gu

/** Zero-width spaces, bidi controls, soft hyphens, variation selectors: invisible, so no reader can mean them. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}+/gu

/**
 * The marks that count as accents: Latin, Greek and Cyrillic diacritics, Hebrew points, Arabic vowel signs. Not all of
 * \p{M}: in Devanagari, Thai or Japanese a mark is a letter of its own ("की" and "का" are different words). Nor the breve
 * of "й", which no writer leaves out.
 */
const ACCENTS =
  /[\u0300-\u0305\u0307-\u036f]|(?<!и)\u0306|[\u0591-\u05bd]|[\u05bf-\u05c7]|[\u064b-\u065f]|\u0670|[\u1ab0-\u1aff]|[\u1dc0-\u1dff]|[\u20d0-\u20ff]/gu

/** Letters with a stroke or a ligature do not decompose under NFD; keyboards without them write these instead. */
const STROKED: Record<string, string> = { ø: 'o', đ: 'd', ð: 'd', ł: 'l', ħ: 'h', ŧ: 't', æ: 'ae', œ: 'oe', þ: 'th' }
const STROKED_LETTER = /[øđðłħŧæœþ]/g

const SPACE = /\s/u
const PUNCTUATION = /\p{P}/u
/** Punctuation that carries meaning at the edge of an answer: "C#", "5%", "@home", "M&". */
const MEANINGFUL = /[#%&@]/u
const NUMERIC = /\p{N}/u

/**
 * The form in which an answer is shown and counted as "typed the same": NFC and no outer spaces.
 *
 * @returns '' for a text of nothing but spaces, which is no answer.
 */
export function displayForm(text: string): string {
  return text.replace(MARKS_BEYOND_30, '$1').normalize('NFC').trim()
}

/**
 * The key under which equal answers meet: "  Café! " and "CAFE" both give "cafe". A text of only punctuation keeps it
 * ("?" is an answer). Idempotent: the key of a key is itself.
 */
export function textKey(text: string): string {
  const compatible = text.replace(MARKS_BEYOND_30, '$1').normalize('NFKC').replace(INVISIBLE, '')
  const folded = foldCase(compatible).normalize('NFD').replace(ACCENTS, '').normalize('NFC')
  const plain = folded.replace(STROKED_LETTER, (letter) => STROKED[letter] ?? letter)
  return trimEdges(plain.replace(/\s+/gu, ' ').trim())
}

/**
 * Full case folding (Unicode 5.18) is not in JavaScript; up and down again reaches the same classes: "ß" and "SS" give "ss",
 * and the two small sigmas become one.
 */
function foldCase(text: string): string {
  return text.toUpperCase().toLowerCase().replaceAll('ς', 'σ')
}

/** Takes punctuation and spaces off both ends; a sign or decimal point before a digit stays ("-5" is not "5"). */
function trimEdges(text: string): string {
  const points = [...text]
  let end = points.length
  while (end > 0 && isEdge(points[end - 1]!)) end--
  if (end === 0) return text
  let start = 0
  while (start < end && isEdge(points[start]!)) start++
  if (start > 0 && NUMERIC.test(points[start]!) && !SPACE.test(points[start - 1]!)) start--
  return points.slice(start, end).join('')
}

function isEdge(point: string): boolean {
  return SPACE.test(point) || (PUNCTUATION.test(point) && !MEANINGFUL.test(point))
}
