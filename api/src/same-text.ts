import { displayForm, marksBeyond30 } from './display-form.ts'

/**
 * When do two texts look the same to whoever typed them? The one owner of that question: the options of a form, answers,
 * synonyms and known answers are all compared through this file (the server adds a language's marks and punctuation:
 * consolidation/normalise-text.ts).
 *
 * Every step is one linear walk, since the texts are strangers' input. Unicode normalisation is not: it sorts a run of
 * combining marks by insertion (100,000 marks on one letter: 3.4 s, 500,000: 87 s, measured in Node 24).
 */

/**
 * An emoji with all that makes it another one: tag characters (the flags of England and Scotland differ in nothing else),
 * skin tones, and whatever a zero-width joiner adds.
 */
const picture = String.raw`\p{Extended_Pictographic}[\ufe0e\ufe0f\p{Emoji_Modifier}]*(?:[\u{e0020}-\u{e007e}]+\u{e007f})?`
/** Zero-width spaces, bidi controls, soft hyphens, variation selectors: invisible, so no reader can mean them. */
const emojiOrInvisible = new RegExp(
  String.raw`(${picture}(?:\u200d${picture})*)|\p{Default_Ignorable_Code_Point}+`,
  'gu',
)
/** As a picture or as a sign of text: the same emoji. */
const presentation = /[\ufe0e\ufe0f]/g

/**
 * What Unicode keeps twice for the sake of old character sets: full and half width, ligatures, presentation forms of Arabic,
 * Roman numerals, radicals, letters in fancy fonts. Not all of NFKC: it also says that "x²" is "x2", that "1½" is "11⁄2",
 * that "①" is "1" and "™" is "TM".
 */
const writtenTwice =
  /[\u0132\u0133\u017f\u01c4-\u01cc\u01f1-\u01f3\u2024-\u2026\u2160-\u217f\u2f00-\u2fd5\ufb00-\ufb17\ufb1d-\ufdff\ufe50-\ufe6b\ufe70-\ufefc\uff01-\uff9f\uffe0-\uffee\u{1d400}-\u{1d7ff}]/gu

/** One key of a keyboard, many characters: phones write ’ where computers write '. */
const apostrophes = /[\u2018\u2019\u201b\u02bc\u00b4`]/g
const quotes = /[\u201c\u201d\u201e\u201f]/g
const hyphens = /[\u2010-\u2015\u2212]/g

/** In these the dotted and the dotless i are two letters in both cases. */
const dottedI = new Set(['tr', 'az'])

/** Nothing to see, at the edges. Inside, a joiner may shape Persian or Hindi letters. */
const invisibleEdges =
  /^[\s\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f]+|[\s\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f]+$/g

/** The form in which an option is kept: as its answers are, and without what nobody sees at its edges. At most 200 characters. */
export function optionForm(value: string): string {
  return displayForm(value).replace(invisibleEdges, '')
}

/**
 * Equal for texts that differ in case, width, spaces, Unicode form, or in what cannot be seen. Idempotent.
 *
 * @param language its first subtag (`tr`), where it is known: Turkish has another case.
 */
export function foldText(text: string, language = 'und'): string {
  const visible = text.replace(emojiOrInvisible, (_, emoji?: string) => emoji?.replace(presentation, '') ?? '')
  const once = visible
    .replace(writtenTwice, (character) => character.normalize('NFKC'))
    .replace(marksBeyond30, '$1')
    .normalize('NFC')
    .replace(apostrophes, "'")
    .replace(quotes, '"')
    .replace(hyphens, '-')
  return foldCase(once, language).normalize('NFC').replace(/\s+/gu, ' ').trim()
}

/**
 * Full case folding (Unicode 5.18) is not in JavaScript; up and down again reaches the same classes: "ß" and "SS" give "ss",
 * and the two small sigmas become one. Not the dotless i: it would come down as another letter.
 */
function foldCase(text: string, language: string): string {
  const folded = dottedI.has(language)
    ? text.toLocaleUpperCase(language).toLocaleLowerCase(language)
    : text
        .split('ı')
        .map((part) => part.toUpperCase().toLowerCase())
        .join('ı')
  return folded.replaceAll('ς', 'σ')
}
