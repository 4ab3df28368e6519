import { expect, test } from 'vitest'
import { NameGiver, safeName } from './file-names.ts'

test.each([
  ['é #1 🐈', 'é #1 🐈'],
  ['e\u0301', 'é'],
  ['../../etc/passwd', 'etc_passwd'],
  ['C:\\photos\\a', 'C_photos_a'],
  ['con', '_con'],
  ['a\u0000b\nc', 'a_b_c'],
  ['  .hidden. ', 'hidden'],
  ['', '_'],
  ['\ud800', '\ufffd'],
  ['🐈'.repeat(50), '🐈'.repeat(30)],
])('%j is called %j', (name, safe) => {
  expect(safeName(name)).toBe(safe)
})

test('a name is given once, whatever its case, and the same way each time', () => {
  const give = () => {
    const names = new NameGiver()
    return ['a', 'A', 'a', 'b'].map((name, n) => names.give(name, `${n}`))
  }
  const given = give()
  expect(given[0]).toBe('a')
  expect(given[3]).toBe('b')
  expect(new Set(given.map((name) => name.toLowerCase())).size).toBe(4)
  expect(give()).toEqual(given)
})
