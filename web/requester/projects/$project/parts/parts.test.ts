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
    { at: 1, words: 'lion 1', exists: 0.61, about: 'said by 1 person, count 75%' },
    { at: 0, words: 'zebra 2', exists: 0.98, about: 'said by 3 people, count 90%' },
  ])
})

test('objects by what they are called, and parts of a text by their words', () => {
  const sure = { exists: 0.9, label: 1, spread: 0, found: 2 }
  const words = (value: FieldResult['value']) =>
    partsOf({ ...result, value, objects: [sure] }).map((part) => part.words)
  expect(words([{ label: 'cat', x: 1, y: 2 }])).toEqual(['1 object: cat'])
  expect(words([{ label: 'name', start: 0, end: 3, text: 'Tom' }])).toEqual(['Tom'])
})

test('a value that somebody has corrected since has no parts of the old one', () => {
  expect(partsOf({ ...result, value: [], rows: [{ exists: 0.9, found: 2, fields: {} }] })).toEqual([])
  expect(partsOf({ ...result, value: 'cat' })).toEqual([])
})
