import type { FieldResult } from '@whisker/api/field-result.ts'
import { expect, test } from 'vitest'
import { partsOf } from './parts.ts'

const result: Omit<FieldResult, 'value'> = { confidence: 0.8, votes: [] }

test('rows, the least sure first, with how sure each field is', () => {
  const value = [
    { what: 'zebra', count: 2 },
    { what: 'lion', count: 1 },
  ]
  const rows: NonNullable<FieldResult['rows']> = [
    { exists: 0.98, found: 3, fields: { count: 0.9 } },
    { exists: 0.61, found: 1, fields: { count: 0.75, doing: 0.9 } },
  ]
  expect(partsOf({ ...result, value, rows })).toEqual([
    { at: 1, words: 'lion 1', sure: 0.61, that: 'it is there', about: 'said by 1 person, count 75%' },
    { at: 0, words: 'zebra 2', sure: 0.98, that: 'it is there', about: 'said by 3 people, count 90%' },
  ])
})

test('objects by what they are called, and parts of a text by their words', () => {
  const sure = { exists: 0.9, label: 1, spread: 0, found: 2 }
  const words = (value: FieldResult['value']) =>
    partsOf({ ...result, value, objects: [sure] }).map((part) => part.words)
  expect(words([{ label: 'cat', x: 1, y: 2 }])).toEqual(['1 object: cat'])
  expect(words([{ label: 'name', start: 0, end: 3, text: 'Tom' }])).toEqual(['Tom'])
})

test('an object with how sure each is that is said of it', () => {
  const objects = [{ exists: 0.9, label: 1, attributes: { pose: 0.7, tag: 0.9 }, spread: 0, found: 2 }]
  const value = [{ label: 'cat', x: 1, y: 2, attributes: { pose: 'lying' } }]
  expect(partsOf({ ...result, value, objects })).toMatchObject([{ about: 'said by 2 people, pose 70%' }])
})

test('a value that somebody has corrected since has no parts of the old one', () => {
  expect(partsOf({ ...result, value: [], rows: [{ exists: 0.9, found: 2, fields: {} }] })).toEqual([])
  expect(partsOf({ ...result, value: 'cat' })).toEqual([])
})

test('an order from the first place down, each with how surely it stands above the next', () => {
  const order = { whole: 0.4, above: [[0.9, 0.95, 0.99], [0.5, 0.8], [0.7]] }
  expect(partsOf({ ...result, value: [['b'], ['a', 'c'], ['d']], order })).toEqual([
    { at: 0, words: 'b', sure: 0.9, that: 'it stands above a = c', about: 'whole order 40%' },
    { at: 1, words: 'a = c', sure: 0.7, that: 'it stands above d', about: '' },
  ])
})
