import { expect, test } from 'vitest'
import { bind, frame, PieceReader, text } from './messages.ts'

const types = (pieces: Buffer[]) => {
  const reader = new PieceReader()
  return pieces.flatMap((piece) => reader.read(piece)).map(({ type, body }) => [String.fromCharCode(type), `${body}`])
}

test('messages are put together wherever they are cut', () => {
  const bytes = Buffer.concat([frame('C', text('INSERT 0 1')), frame('Z', Buffer.from('I'))])
  for (let at = 0; at <= bytes.length; at++)
    expect(types([bytes.subarray(0, at), bytes.subarray(at)])).toEqual([
      ['C', 'INSERT 0 1\0'],
      ['Z', 'I'],
    ])
})

test('a statement with its values is three messages, each as long as it says', () => {
  const sent = types([bind('take', ['one', ''])])
  expect(sent.map(([type]) => type)).toEqual(['B', 'E', 'S'])
  expect(sent[0]?.[1]).toBe('\0take\0\0\0\0\x02\0\0\0\x03one\0\0\0\0\0\0')
})
