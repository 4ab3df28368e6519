import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectCpuBelow } from '../testing/cpu-time.ts'
import { parseDataUri } from './data-uri.ts'

const MiB = 2 ** 20
const code = (value: string, maxBytes = MiB) => {
  const parsed = parseDataUri(value, maxBytes)
  return parsed.ok ? parsed.bytes.toString('latin1') : parsed.code
}
const jpeg = (base64: string) => code(`data:image/jpeg;base64,${base64}`)
const wrap = (base64: string, length: number, lineBreak: string) =>
  base64.match(new RegExp(`.{1,${length}}`, 'g'))!.join(lineBreak)

test('U-01 every byte string comes back as it was sent', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (bytes) => {
      const parsed = parseDataUri(`data:image/png;base64,${Buffer.from(bytes).toString('base64')}`, MiB)
      expect(parsed).toEqual({ ok: true, declaredType: 'image/png', bytes: Buffer.from(bytes) })
    }),
  )
})

test('U-01 pictures longer than one step of the check come back as they were sent', () => {
  for (const length of [49_151, 49_152, 49_153, 200_000]) {
    const bytes = Buffer.alloc(length, 'Whisker ')
    const parsed = parseDataUri(`data:image/png;base64,${bytes.toString('base64')}`, MiB)
    expect(parsed.ok && parsed.bytes.equals(bytes)).toBe(true)
  }
})

test('U-02 the declared type is handed on as a claim', () => {
  const parsed = parseDataUri(`data:image/JPG;base64,${Buffer.from('\x89PNG').toString('base64')}`, MiB)
  expect(parsed).toMatchObject({ ok: true, declaredType: 'image/jpeg' })
})

test.each([
  ['!!!!', 'invalid_base64'],
  ['%%%', 'invalid_base64'],
  ['', 'empty_image'],
  ['\n', 'empty_image'],
])('U-03 base64 %j is %s', (base64, expected) => {
  expect(jpeg(base64)).toBe(expected)
})

const badBase64 = [
  'aGk=trailing',
  'aGk==',
  'aG k',
  'aGk= ',
  ' aGk=',
  '=aGk',
  'aGl=',
  'aGl',
  'aG-/',
  'a',
  'aGk=a',
  '====',
]

test.each([...badBase64, 'aG\tk', 'aG\nk=', '\naGk=', 'aGk=\r', 'aGk=\n\n', '\u0161Gkk', 'aGk\u013d', 'aGk=\0'])(
  'U-04 base64 %j is refused',
  (base64) => {
    expect(jpeg(base64)).toBe('invalid_base64')
  },
)

test.each([
  ['without padding', 'aGk', 'hi'],
  ['in the URL alphabet', '-_8=', '\xfb\xff'],
  ['in the URL alphabet without padding', '-_8', '\xfb\xff'],
])('F33 base64 %s is taken', (_name, base64, expected) => {
  expect(jpeg(base64)).toBe(expected)
})

describe('U-04 line breaks', () => {
  const bytes = Buffer.alloc(1000, 'abcdefg')
  const base64 = bytes.toString('base64')
  const text = bytes.toString('latin1')

  test.each([
    [76, '\n'],
    [76, '\r\n'],
    [64, '\n'],
    [64, '\r\n'],
  ])('every %i characters with %j are taken, with or without one at the end', (length, lineBreak) => {
    expect(jpeg(wrap(base64, length, lineBreak))).toBe(text)
    expect(jpeg(wrap(base64, length, lineBreak) + lineBreak)).toBe(text)
    expect(jpeg(base64 + lineBreak)).toBe(text)
  })

  test('are refused in any other place', () => {
    const wrapped = wrap(base64, 76, '\n')
    for (const broken of [
      wrap(base64, 75, '\n'),
      wrap(base64, 76, '\r'),
      wrap(base64, 76, '\n '),
      wrapped.replace('\n', '\r\n'),
      `${wrapped.slice(0, 200)}\n${wrapped.slice(200)}`,
      wrapped.replaceAll('\n', '\n\n'),
      `${wrapped.slice(0, 100)}\u0161${wrapped.slice(101)}`,
    ]) {
      expect(jpeg(broken)).toBe('invalid_base64')
    }
  })
})

test.each([
  'data:text/html;base64,aGk=',
  'data:image/svg+xml,<svg/>',
  'data:image/svg+xml;base64,aGk=',
  'data:;base64,aGk=',
  'data:,hi',
  'data:image/png,rawtext',
  'data:image/png;charset=utf-8;base64,aGk=',
  'data:image/heic;base64,aGk=',
])('U-06 %s is not taken', (value) => {
  expect(code(value)).toBe('unsupported_media_type')
})

test('U-06 the header is taken in any case', () => {
  expect(code('DATA:IMAGE/PNG;BASE64,aGk=')).toBe('hi')
  expect(code('DATA:IMAGE/PNG;BASE64,')).toBe('empty_image')
})

test.each(['', 'https://example.com/a.png', 'aGk=', 'data:image/png;base64', 'dаta:image/png;base64,aGk='])(
  'U-06 %j is no data URI',
  (value) => {
    expect(code(value)).toBe('invalid_data_uri')
  },
)

test('U-07 a megabyte of parameters is refused at once', () => {
  const value = `data:image/png${';a=b'.repeat(MiB / 4)};base64,aGk=`
  expectCpuBelow(50, () => expect(code(value)).toBe('invalid_data_uri'))
})

test('U-25 what is too large is refused before it is decoded, and to the byte', () => {
  const of = (length: number) => `data:image/png;base64,${Buffer.alloc(length, 1).toString('base64')}`
  expect(code(of(1000), 1000)).toHaveLength(1000)
  expect(code(of(1001), 1000)).toBe('too_large')
  // Were it decoded first, the answer would be invalid_base64.
  expect(code(`data:image/png;base64,${'!'.repeat(2000)}`, 1000)).toBe('too_large')
})

test('U-25 27 MB take the time of a few copies', () => {
  const value = `data:image/png;base64,${Buffer.alloc(20_000_000, 'Whisker ').toString('base64')}`
  // 5 ms here; a regular expression takes 120 ms.
  expectCpuBelow(60, () => expect(parseDataUri(value, 20_000_000).ok).toBe(true))
})
