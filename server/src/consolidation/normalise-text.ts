import { foldText } from '@whisker/api/same-text.ts'

/**
 * When are two typed texts the same answer? `textKey` maps every spelling of one answer to one string: case, width, spaces
 * and Unicode form make no difference (api/src/same-text.ts), nor punctuation at the edges, nor marks that the project's
 * language does not tell words apart by. What was typed is never changed: the key only groups, and the group is shown in the
 * form that most people typed.
 *
 * Linear, since the texts are strangers' input: `/[\s.]+$/`, which looks harmless, retries at every dot of a run of dots.
 */

/**
 * Languages that are written without marks: those whose main exemplar set in CLDR (characters.json, release 48) holds no
 * letter with one. There a mark is the ornament of a loanword, and "café" is "cafe". In every other language, and in one that
 * is not known, a mark may be another letter or another word ("får", "año", "bò", "maçã", "cote"), and keeps names apart.
 *
 * Rejected: CLDR's search collation (`Intl.Collator` with `usage: 'search', sensitivity: 'base'`), which tells "får" from "far"
 * but takes "bò" for "bọ", "maçã" for "maca", "péché" for "pêche" and "łoś" for "los".
 */
const withoutMarks = new Set(['en', 'id', 'ms', 'so', 'sw', 'xh', 'zu'])
const latinMarks = /(\p{Script=Latin})[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff]+/gu

/** Letters with a stroke or a ligature do not decompose; keyboards without them write these instead. */
const stroked: Record<string, string> = {
  ...{ ø: 'o', đ: 'd', ð: 'd', ł: 'l', ħ: 'h', ŧ: 't', ı: 'i', æ: 'ae', œ: 'oe', þ: 'th' },
}
const strokedLetter = /[øđðłħŧıæœþ]/g

/**
 * Marks that their languages have and ordinarily leave out: Hebrew points, Arabic vowel signs and the stretching tatweel, the
 * two dots of the Russian "ё", Cyrillic stress. Not the hamza or the madda, which are letters' parts.
 */
const vowelSigns =
  /[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed]+/g
const withVowelSigns = new Set(['yi', 'ks'])
const cyrillicStress = /(\p{Script=Cyrillic})\u0301/gu
const withoutStress = new Set(['ru', 'uk', 'be', 'bg'])

const space = /\s/u
const punctuation = /\p{P}/u
/** Punctuation that carries meaning at the edge of an answer: "C#", "5%", "@home", "M&". */
const meaningful = /[#%&@§]/u
const asciiLetter = /^[a-z0-9]$/
const numeric = /\p{N}/u
/** After a number: feet, inches, minutes, seconds. */
const unit = /['"′″]/u

/** Names come again in task after task; a key costs some 3 µs, and one that is remembered a twentieth of it. */
const maxRemembered = 20_000
const maxLengthRemembered = 100
/** A bound for a loop, not a figure that is reached. */
const maxRounds = 8
const remembered = new Map<string, Map<string, string>>()

/**
 * The key under which equal answers meet: in English "  Café! " and "CAFE" both give "cafe". A text of only punctuation keeps
 * it ("?" is an answer). Idempotent: the key of a key is itself.
 *
 * @param language BCP 47 tag of the project.
 */
export function textKey(text: string, language: string): string {
  if (text.length > maxLengthRemembered) return workOut(text, baseOf(language))
  let keys = remembered.get(language)
  if (!keys) {
    if (remembered.size > 100) remembered.clear()
    keys = new Map()
    remembered.set(language, keys)
  }
  const known = keys.get(text)
  if (known !== undefined) return known
  const key = workOut(text, baseOf(language))
  if (keys.size >= maxRemembered) keys.clear()
  keys.set(text, key)
  return key
}

/** `pt-BR` and `pt` are one language. */
export function baseOf(language: string): string {
  return language.split(/[-_]/, 1)[0]!.toLowerCase()
}

/**
 * Repeated until nothing changes, so that the key of a key is itself: what one step takes away can bring together what an
 * earlier one had looked at (the spaces on both sides of a vowel sign, the two letters of "œ" and the mark above it). Ordinary
 * texts stand after one round; no text is known to need more than three.
 */
function workOut(text: string, language: string): string {
  let key = text
  for (let round = 0; round < maxRounds; round++) {
    const next = trimEdges(plainMarks(foldText(key, language), language))
    if (next === key) break
    key = next
  }
  return key
}

function plainMarks(text: string, language: string): string {
  let plain = withVowelSigns.has(language) ? text : text.replace(vowelSigns, '').normalize('NFC')
  if (withoutMarks.has(language)) {
    plain = plain.normalize('NFD').replace(latinMarks, '$1').normalize('NFC')
    plain = plain.replace(strokedLetter, (letter) => stroked[letter] ?? letter)
  }
  if (withoutStress.has(language)) plain = plain.replace(cyrillicStress, '$1')
  if (language === 'ru') plain = plain.replaceAll('ё', 'е')
  // A ligature that the keyboards of its language do not have.
  if (language === 'fr') plain = plain.replaceAll('œ', 'oe')
  return plain
}

/**
 * Takes punctuation and spaces off both ends. What means something stays: a sign or decimal point before a digit ("-5", ".5"),
 * a unit after one (5', 5"), the minus of a grade, blood group or ion ("A-", "Cl-") and the star of a grade ("A*").
 */
function trimEdges(text: string): string {
  let end = text.length
  for (let point = before(text, end); end > 0 && isEdge(point); point = before(text, end)) end -= point.length
  if (end === 0) return text
  let start = 0
  for (let point = at(text, 0); isEdge(point); point = at(text, start)) start += point.length
  if (start === 0 && end < text.length) {
    const next = at(text, end)
    const isUnit = unit.test(next) && numeric.test(before(text, end))
    const isGrade = (next === '-' || next === '*') && end <= 2
    if (isUnit || isGrade) end += next.length
  }
  if (start > 0 && numeric.test(at(text, start))) {
    if (text[start - 1] === '.' || text[start - 1] === ',') start--
    if (text[start - 1] === '-') start--
  }
  return text.slice(start, end)
}

/** The code point that begins, and the one that ends, at a place; '' beyond the text. */
function at(text: string, index: number): string {
  const code = text.codePointAt(index)
  return code === undefined ? '' : String.fromCodePoint(code)
}

function before(text: string, index: number): string {
  const last = text.charCodeAt(index - 1)
  const isPair = last >= 0xdc00 && last <= 0xdfff && text.codePointAt(index - 2)! > 0xffff
  return at(text, index - (isPair ? 2 : 1))
}

function isEdge(point: string): boolean {
  if (asciiLetter.test(point)) return false
  return space.test(point) || (punctuation.test(point) && !meaningful.test(point))
}
