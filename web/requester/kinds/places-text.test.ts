import { expect, test } from 'vitest'
import { placesToText, textToPlaces } from './places-text.ts'

const tree = [
  { value: 'birds', label: '' },
  { value: 'ardeidae', label: 'herons', parent: 'birds' },
  { value: 'cinerea', label: 'grey heron', parent: 'ardeidae' },
  { value: 'stork', label: '', parent: 'birds' },
  { value: 'bats', label: '' },
]

test('lines that stand further in are below the one before; and back', () => {
  const text = 'birds\n  ardeidae = herons\n    cinerea = grey heron\n  stork\nbats'
  expect(textToPlaces(text)).toEqual(tree)
  expect(placesToText(tree)).toBe(text)
  expect(textToPlaces('a\n\tb\n\n        c\n   d\ne')).toEqual([
    { value: 'a', label: '' },
    { value: 'b', label: '', parent: 'a' },
    { value: 'c', label: '', parent: 'b' },
    { value: 'd', label: '', parent: 'a' },
    { value: 'e', label: '' },
  ])
})

test('a table with a header says all there is, whatever is in its cells; and back', () => {
  const full = [
    { ...tree[0]!, code: 'AVES' },
    { value: 'say "a, b"', label: 'x\ny', parent: 'birds', synonyms: ['one', 'two'] },
  ]
  expect(textToPlaces(placesToText(full))).toEqual(full)
  expect(textToPlaces('Value;parent;Label\nbirds;;\nstork;birds;Storch\n')).toEqual([
    { value: 'birds', label: '' },
    { value: 'stork', label: 'Storch', parent: 'birds' },
  ])
})

test('what has lost the place above it is not lost in the text', () => {
  const lost = [{ value: 'stork', label: '', parent: 'gone' }]
  expect(textToPlaces(placesToText(lost))).toEqual(lost)
})
