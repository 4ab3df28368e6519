import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byteWriter, harmless, type Terminal } from './terminal.ts'

test.each([
  ['\x1b[2Jcat', '\\x1b[2Jcat'],
  ['cat\rdog', 'cat\\x0ddog'],
  ['\u009b31m', '\\x9b31m'],
  ['a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
  ['\x07\x08\x7f\0', '\\x07\\x08\\x7f\\x00'],
  ['a,b\r\nc\td\n', 'a,b\r\nc\td\n'],
  ['Käse 猫 👩‍🚀', 'Käse 猫 👩‍🚀'],
])('E4 %j is shown as %j', (text, shown) => {
  expect(harmless(text)).toBe(shown)
})

test('E4 whatever somebody typed, nothing is left that a terminal obeys', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(harmless(text)).not.toMatch(/(?![\t\r\n])\p{Cc}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u)
    }),
    { numRuns: 200 },
  )
})

test('E4 bytes of an export: as they are into a file or a pipe, as text on a terminal, wherever they are cut', async () => {
  const text = 'name,animal\r\nä\x1b[31m.jpg,k\u202eäse\r\n'
  for (const isTTY of [true, false]) {
    const written: Uint8Array[] = []
    const write = byteWriter({
      isTTY,
      write: (one: never) => !!written.push(Buffer.from(one)),
      once: () => {},
    } as never as Terminal)
    for (const byte of Buffer.from(text)) await write(Uint8Array.of(byte))
    expect(Buffer.concat(written).toString()).toBe(isTTY ? harmless(text) : text)
  }
})

test('E4 nothing else writes to the terminal', () => {
  const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && !/\.(test|fixture)\.ts$|^terminal\.ts$/.test(path),
  )
  expect(sources.length).toBeGreaterThan(30)
  for (const path of sources)
    expect(readFileSync(join(import.meta.dirname, path), 'utf8'), path).not.toMatch(
      /process\.std(out|err)\.write|console\.\w+\(/,
    )
})
