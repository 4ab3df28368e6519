import type { OutputField } from '@whisker/api/fields.ts'
import type { Task } from '@whisker/api/tasks.ts'
import { expect, test } from 'vitest'
import { choicesOf, opinionOf } from './choices.ts'

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

test('of several of several each is a choice by itself', () => {
  const checkbox: OutputField = { ...common, type: 'checkbox', options: radio.options, min_count: 2, max_count: 2 }
  const each = [
    { value: 'dog', label: 'dog', votes: 2 },
    { value: 'cat', label: 'A cat', votes: 1 },
    { value: 'fox', label: 'fox', votes: 0 },
  ]
  expect(choicesOf(checkbox, result(['dog', 2], ['cat', 1]))).toEqual(each)
  expect(choicesOf(checkbox, result([['cat', 'dog'], 1], [['dog'], 1]))).toEqual(each)
})

test('C1 what people answered in an older form and that of today does not take is no choice', () => {
  expect(choicesOf(radio, result(['wolf', 3], ['dog', 1])).map(({ value }) => value)).toEqual(['dog', 'cat', 'fox'])
  const task = (result: unknown) => ({ task_spec: [{}], result: [result] }) as unknown as Task
  const said = (value: string) => ({ value, confidence: 1, votes: [] })
  expect(opinionOf([radio], task({ animal: said('dog'), colour: said('red') }))).toEqual([{ animal: 'dog' }])
  expect(opinionOf([radio], task({ animal: said('wolf') }))).toEqual([{}])
})
