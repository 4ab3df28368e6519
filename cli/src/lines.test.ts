import { expect, test } from 'vitest'
import { linesOf } from './lines.ts'

test('lines end with a line feed alone, however the bytes are cut', async () => {
  const text = '{"a":"x\u2028y\u2029z\u0085"}\n\n{"b":"🐈\\n"}\nlast'
  const bytes = Buffer.from(text)
  for (let size = 1; size <= bytes.length; size++) {
    async function* pieces() {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
    }
    expect(await Array.fromAsync(linesOf(pieces())), `${size}`).toEqual(text.split('\n'))
  }
  expect(await Array.fromAsync(linesOf([Buffer.from('a\n')] as never))).toEqual(['a'])
})
