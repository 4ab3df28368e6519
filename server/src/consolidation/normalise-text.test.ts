import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { displayForm, textKey } from './normalise-text.ts'

describe('textKey', () => {
  test.each([
    ['  Cat ', 'cat'],
    ['CAT!', '"cat"', '«cat».', '(cat)'],
    ['black  cat', 'Black\u00a0cat', 'black\tcat', 'black\n cat'],
    ['café', 'CAFE', 'cafe\u0301', 'ｃａｆé'],
    ['Straße', 'STRASSE', 'strasse'],
    ['ΟΔΟΣ', 'οδος', 'οδοσ'],
    ['øl', 'OL', 'Øl'],
    ['ёж', 'еж', 'ЁЖ'],
    ['قِطّ', 'قط'],
    ['co\u00adop', 'coop', 'co\u200bop'],
    ['ﬁsh', 'fish'],
    ['ネコ', 'ﾈｺ'],
  ])('one answer, many spellings: %s', (...spellings) => {
    expect(new Set(spellings.map(textKey)).size).toBe(1)
  })

  test.each([
    ['-5', '5'],
    ['.5', '5'],
    ['5%', '5'],
    ['C#', 'C'],
    ['C++', 'C'],
    ['cat', 'dog'],
    ['की', 'का'],
    ['か', 'が'],
    ['йод', 'иод'],
    ['black cat', 'blackcat'],
    ['?', '!'],
    ['🐈', '🐕'],
  ])('%s and %s stay different answers', (a, b) => {
    expect(textKey(a)).not.toBe(textKey(b))
  })

  test('a text of spaces has no key, a text of punctuation keeps itself', () => {
    expect(textKey(' \n\u00a0')).toBe('')
    expect(textKey(' ??? ')).toBe('???')
  })

  const traps = [...'aZ ßİıςΣøŁﬁﷺé\u0301\u0323\u3099\u200d\ufe0f.,-¿"#5½٣का猫', '\ud83d', '\ude00', '🐈', '\n']
  const anything = fc.oneof(fc.constantFrom(...traps), fc.integer({ min: 0x20, max: 0xffff }).map(String.fromCharCode))

  test('the key of a key is itself, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: anything }), (text) => {
        expect(textKey(textKey(text))).toBe(textKey(text))
      }),
    )
  })

  test('U-35 hostile texts cost milliseconds, not minutes', () => {
    const marks = `a${'\u0301'.repeat(150_000)}${'\u0323'.repeat(150_000)}`
    const hostile = [
      marks,
      `${'.'.repeat(3e5)}a${'.'.repeat(3e5)}`,
      ' '.repeat(1e6),
      'ﷺ'.repeat(30_000),
      '\u202e'.repeat(3e5),
    ]
    const start = performance.now()
    for (const text of hostile) {
      textKey(text)
      displayForm(text)
    }
    expect(performance.now() - start).toBeLessThan(4000)
  })
})

test('what was typed is shown as it was typed, without the outer spaces', () => {
  expect(displayForm('  Black  Cat! ')).toBe('Black  Cat!')
  expect(displayForm('cafe\u0301')).toBe('café')
})
