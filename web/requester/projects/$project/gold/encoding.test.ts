import { describe, expect, test } from 'vitest'
import { encodings, isDoubtful, likelyEncoding, linesInDoubt } from './encoding.ts'

const latin = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))

describe('D4 how a table is written', () => {
  test.each([
    ['UTF-8', Buffer.from('name,animal\na,Käse\n'), false],
    ['letters that every encoding has', latin('name,animal\na,cat\n'), false],
    ['UTF-8 with a mark', Buffer.from('\uFEFFname\nä\n'), false],
    ['UTF-16 with a mark', Buffer.from('\uFEFFname\nKäse\n', 'utf16le'), false],
    ['UTF-16 without one', Buffer.from('name\nKäse\n', 'utf16le'), false],
    ['Windows-1252', latin('name,animal\na,K\xe4se\n'), true],
    ['a workbook: the service says what it is', latin('PK\x03\x04\xff\xfe\xe4'), false],
  ])('%s', (_, bytes, doubtful) => {
    expect(isDoubtful(bytes)).toBe(doubtful)
  })

  test('a person is shown the lines that it makes a difference to, as it would read them', () => {
    const bytes = latin(`name,animal\r\na,cat\r\nb,K\xe4se\r\n${'x'.repeat(500)}\xdf\rc,na\xefve`)
    expect(linesInDoubt(bytes, 'windows-1252')).toEqual(['b,Käse', `${'x'.repeat(50)}ß`, 'c,naïve'])
    expect(linesInDoubt(bytes, 'windows-1251')[0]).toBe('b,Kдse')
    expect(linesInDoubt(bytes, 'windows-1252', 1)).toEqual(['b,Käse'])
    expect(linesInDoubt(new Uint8Array([0x61, 0x0a, 0x83, 0x4c, 0x83, 0x63, 0x83, 0x6c]), 'shift_jis')).toEqual([
      'キツネ',
    ])
  })

  test('the first guess is what the language of the project is written in, and every one is known', () => {
    const guesses = ['de', 'pl', 'ru', 'uk-UA', 'tr', 'ar', 'zh-Hans', 'zh-Hant', 'ja', 'hi'].map(likelyEncoding)
    expect(guesses.map((guess) => guess.replace('windows-', ''))).toEqual([
      '1252',
      '1250',
      '1251',
      '1251',
      '1254',
      '1256',
      'gb18030',
      'big5',
      'shift_jis',
      '1252',
    ])
    for (const name of [...Object.keys(encodings), ...guesses]) {
      expect(encodings).toHaveProperty(name)
      expect(new TextDecoder(name).encoding).toBe(name)
    }
  })
})
