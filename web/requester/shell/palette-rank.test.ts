import { expect, test } from 'vitest'
import { rank } from './palette-rank.ts'

const entries = [
  { label: 'Name the animal', hint: 'Project 7', words: '' },
  { label: 'Name the animal › tasks', hint: 'Project 7', words: '' },
  { label: 'Name the animal › Settings', hint: 'Project 7', words: 'edit' },
  { label: 'API keys', hint: 'Page', words: '' },
  { label: 'Monkeys', hint: 'Project 12', words: '' },
]
const labels = (typed: string) => rank(entries, typed).map((entry) => entry.label)

test('every word must be there, in any order', () => {
  expect(labels('animal name')).toEqual(['Name the animal', 'Name the animal › tasks', 'Name the animal › Settings'])
  expect(labels('animal 7 tasks')).toEqual(['Name the animal › tasks'])
  expect(labels('edit animal')).toEqual(['Name the animal › Settings'])
  expect(labels('nothing')).toEqual([])
})

test('a beginning of a word counts more than its middle', () => {
  expect(labels('key')).toEqual(['API keys', 'Monkeys'])
  expect(labels('project 12')).toEqual(['Monkeys'])
})

test('without words, pages of single projects stay out of the way', () => {
  expect(labels(' ')).toEqual(['Name the animal', 'API keys', 'Monkeys'])
})
