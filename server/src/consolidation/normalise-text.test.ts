import { displayForm } from '@whisker/api/display-form.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectCpuBelow } from '../testing/cpu-time.ts'
import { textKey } from './normalise-text.ts'

/** Each row: a language, and texts. */
type Row = [language: string, ...texts: string[]]

describe('textKey', () => {
  test.each<Row>([
    ['en', '  Cat ', 'cat'],
    ['en', 'CAT!', '"cat"', '«cat».', '(cat)', '“cat”'],
    ['en', 'black  cat', 'Black\u00a0cat', 'black\tcat', 'black\n cat'],
    ['en', 'café', 'CAFE', 'cafe\u0301', 'ｃａｆé'],
    ['en', 'Emperor’s tamarin', "emperor's tamarin"],
    ['en', 'black‑and‑white', 'black-and-white', 'black–and–white'],
    ['de', 'Straße', 'STRASSE', 'strasse'],
    ['el', 'ΟΔΟΣ', 'οδος', 'οδοσ'],
    ['en', 'øl', 'OL', 'Øl'],
    ['ru', 'ёж', 'еж', 'ЁЖ', 'е\u0301ж'],
    ['ar', 'قِطّ', 'قط', 'قـط'],
    ['he', 'כֶּלֶב', 'כלב'],
    ['en', 'co\u00adop', 'coop', 'co\u200bop', '\u200fcoop'],
    ['fa', 'می\u200cخواهم', 'میخواهم'],
    ['en', 'ﬁsh', 'fish'],
    ['ja', 'ネコ', 'ﾈｺ'],
    ['ja', 'ガ', 'ｶﾞ', 'カ\u3099'],
    ['ko', '개', '개'.normalize('NFD')],
    ['tr', 'ISIRGAN', 'ısırgan'],
    ['tr', 'İNEK', 'inek'],
    ['en', 'Ⅳ', 'IV'],
    ['en', '−5', '-5'],
    ['fr', 'bœuf', 'BOEUF'],
    ['sv', 'FÅR', 'fa\u030ar'],
    ['en', '❤', '❤\ufe0f'],
  ])('one answer, many spellings (%s): %s', (language, ...spellings) => {
    expect(new Set(spellings.map((text) => textKey(text, language))).size).toBe(1)
  })

  test.each<Row>([
    ['en', '-5', '5', '-.5', '.5', '5%', "5'", '5"'],
    ['en', 'C#', 'C', 'C++', '@c', 'C&'],
    ['en', 'A', 'A-', 'A+', 'A*'],
    ['en', 'x²', 'x2', 'x₂'],
    ['en', '½', '1/2', '1', '1½', '11/2'],
    ['en', '①', '1', '1\ufe0f\u20e3'],
    ['en', '™', 'tm'],
    ['en', 'cat', 'cats', 'dog', 'no cat', '2 cats'],
    ['hi', 'की', 'का', 'क', 'क़'],
    ['ja', 'か', 'が', 'カ'],
    ['ru', 'йод', 'иод'],
    ['ar', 'سأل', 'سال'],
    ['en', 'black cat', 'blackcat'],
    ['en', '?', '!'],
    ['en', '🐈', '🐕', '🐈\u200d⬛'],
    ['en', '👍', '👍🏽', '👍🏿'],
    ['en', '👩\u200d🚀', '👩🚀', '👩', '👨\u200d🚀'],
  ])('different answers stay apart (%s): %s, %s', (language, ...texts) => {
    expect(new Set(texts.map((text) => textKey(text, language))).size).toBe(texts.length)
  })

  test.each<Row>([
    ['vi', 'bò', 'bọ', 'bo', 'bố'],
    ['pt-BR', 'maçã', 'maca', 'maça'],
    ['pt', 'avó', 'avô'],
    ['sv', 'får', 'far'],
    ['es', 'año', 'ano'],
    ['da', 'allé', 'alle'],
    ['nb', 'øl', 'ol'],
    ['fi', 'näätä', 'naata'],
    ['de', 'Bär', 'Bar'],
    ['fr', 'pêche', 'péché', 'pèche'],
    ['pl', 'łoś', 'los'],
    ['cs', 'pás', 'pas'],
    ['tr', 'kır', 'kir'],
    ['el', 'πότε', 'ποτέ'],
    ['nl', 'één', 'een'],
    ['und', 'café', 'cafe'],
    ['not a language', 'café', 'cafe'],
  ])('A3 marks that another word is written with keep names apart (%s): %s, %s', (language, ...texts) => {
    expect(new Set(texts.map((text) => textKey(text, language))).size).toBe(texts.length)
  })

  test('A4 the flags of England, Scotland and Wales are three answers', () => {
    const flag = (region: string) =>
      `🏴${[...region].map((c) => String.fromCodePoint(0xe0000 + c.charCodeAt(0))).join('')}\u{e007f}`
    const flags = ['gbeng', 'gbsct', 'gbwls'].map(flag)
    expect(new Set([...flags, '🏴'].map((text) => textKey(text, 'en'))).size).toBe(4)
    expect(textKey(`${flags[0]}!`, 'en')).toBe(textKey(flags[0]!, 'en'))
    // Tags without their emoji are invisible.
    expect(textKey(`cat${flags[0]!.slice(2)}`, 'en')).toBe('cat')
  })

  test('a text of spaces has no key, a text of punctuation keeps itself', () => {
    expect(textKey(' \n\u00a0', 'en')).toBe('')
    expect(textKey(' ??? ', 'en')).toBe('???')
  })

  const traps = [
    ...'aZ ßİıςΣøŁﬁﷺé\u0301\u0323\u3099\u200d\ufe0f.,-¿"#5½٣का猫*œё\u0301\u0306\u0308٫ﾞ',
    ...['\ud83d', '\ude00', '🐈', '👍🏽', '🏴\u{e0067}\u{e007f}', '\u{e0067}', '\n', '’'],
  ]
  const anything = fc.oneof(fc.constantFrom(...traps), fc.integer({ min: 0x20, max: 0xffff }).map(String.fromCharCode))
  const languages = fc.constantFrom('en', 'tr', 'ru', 'ar', 'fr', 'vi', 'und')

  test('the key of a key is itself, for any text in any language', () => {
    fc.assert(
      fc.property(fc.string({ unit: anything }), languages, (text, language) => {
        const key = textKey(text, language)
        expect(textKey(key, language)).toBe(key)
        expect(textKey(displayForm(text), language)).toBe(key)
      }),
      { numRuns: 2000 },
    )
  })

  test.each([
    ['fr', 'œ\u0301'],
    ['ru', 'ё\u0306\u0301'],
    ['ar', 'a \u064b ᱀'],
  ])('the key of a key is itself where a step brings together what stood apart (%s)', (language, text) => {
    const key = textKey(text, language)
    expect(textKey(key, language)).toBe(key)
  })

  test('U-35 hostile texts cost milliseconds, not minutes', () => {
    const marks = `a${'\u0301'.repeat(150_000)}${'\u0323'.repeat(150_000)}`
    const hostile = [
      marks,
      `${'.'.repeat(2e5)}a${'.'.repeat(2e5)}`,
      ' '.repeat(1e6),
      'ﷺ'.repeat(10_000),
      '\u202e'.repeat(3e5),
      `🏴${'\u{e0067}'.repeat(5e4)}`,
      '👩\u200d'.repeat(2e4),
      `a${`${'\u0323'.repeat(29)}ﾞ`.repeat(10_000)}`,
    ]
    const readAll = () => {
      for (const text of hostile) {
        textKey(text, 'en')
        displayForm(text)
      }
    }
    expectCpuBelow(4000, readAll)
  })
})

test('what was typed is shown as it was typed, without the outer spaces', () => {
  expect(displayForm('  Black  Cat! ')).toBe('Black  Cat!')
  expect(displayForm('cafe\u0301')).toBe('café')
})
