import type { OutputField } from '@whisker/api/fields.ts'
import { expect, test } from 'vitest'
import { choicesOf } from './choices.ts'

const common = { name: 'animal', label: '', help: '', required: true }
const radio: OutputField = {
  ...common,
  type: 'radio',
  options: [
    { value: 'cat', label: 'A cat' },
    { value: 'dog', label: '' },
    { value: 'fox', label: '' },
  ],
}
const result = (...votes: [string | string[] | null, number][]) => ({
  value: null,
  confidence: 0.5,
  votes: votes.map(([value, count]) => ({ value, count })),
})

test('digits choose what people answered, the most frequent first, then the other options', () => {
  expect(choicesOf(radio, result(['fox', 1], ['cat', 2]))).toEqual([
    { value: 'cat', label: 'A cat', votes: 2 },
    { value: 'fox', label: 'fox', votes: 1 },
    { value: 'dog', label: 'dog', votes: 0 },
  ])
  expect(choicesOf(radio, undefined).map(({ value }) => value)).toEqual(['cat', 'dog', 'fox'])
})

test('a text has only what people wrote; "no answer" is not a choice; nine at the most', () => {
  const text: OutputField = { ...common, type: 'input' }
  expect(choicesOf(text, result([null, 5], ['lynx', 1])).map(({ value }) => value)).toEqual(['lynx'])
  const many = Array.from({ length: 20 }, (_, n): [string, number] => [`animal ${n}`, 20 - n])
  expect(choicesOf(text, result(...many))).toHaveLength(9)
})

test('several of several are chosen together', () => {
  const checkbox: OutputField = { ...common, type: 'checkbox', options: radio.options }
  expect(choicesOf(checkbox, result([['cat', 'dog'], 1]))).toEqual([
    { value: ['cat', 'dog'], label: 'A cat, dog', votes: 1 },
  ])
})
