import { expect, test } from 'vitest'
import { diffLines } from './diff.ts'

const show = (before: string[], after: string[]) =>
  diffLines(before.join('\n'), after.join('\n')).map(
    ({ change, text }) => `${{ same: ' ', added: '+', removed: '-', skipped: '~' }[change]}${text}`,
  )

test('a changed line is removed and added, with what stands around it', () => {
  expect(show(['a', 'b', 'c', 'd', 'e', 'f'], ['a', 'b', 'c', 'X', 'e', 'f'])).toEqual([
    '~… 1 unchanged line',
    ' b',
    ' c',
    '-d',
    '+X',
    ' e',
    ' f',
  ])
})

test('insertions and removals keep the common lines', () => {
  expect(show(['a', 'b', 'c'], ['a', 'x', 'b'])).toEqual([' a', '+x', ' b', '-c'])
})

test('equal texts are one folded line', () => {
  expect(show(['a', 'b'], ['a', 'b'])).toEqual(['~… 2 unchanged lines'])
})

test('very long texts are told as a whole, quickly', () => {
  const a = Array.from({ length: 5000 }, (_, i) => `a${i}`)
  const b = Array.from({ length: 5000 }, (_, i) => `b${i}`)
  expect(show(a, b).length).toBe(10_000)
})
