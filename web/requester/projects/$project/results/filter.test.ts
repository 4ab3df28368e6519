import { expect, test } from 'vitest'
import { queryOf } from '../tasks/filters.ts'
import { readResultFilter, tasksOf } from './filter.ts'

test('what the address holds becomes the query of the list', () => {
  const always = { status: 'completed,needs_review', order: 'newest' }
  expect(tasksOf(readResultFilter({}))).toEqual(always)
  expect(tasksOf(readResultFilter({ field: 'stars', value: 3 }))).toEqual({ ...always, label: 'stars=3' })
  expect(queryOf(tasksOf(readResultFilter({ level: 'sure' })))).toEqual({ ...always, confidence_from: '0.9' })
  expect(queryOf(tasksOf(readResultFilter({ level: 'fair' })))).toEqual({
    ...always,
    ...{ confidence_from: '0.7', confidence_to: '0.899999999' },
  })
  expect(queryOf(tasksOf(readResultFilter({ level: 'split' })))).toEqual({ ...always, confidence_to: '0.499999999' })
})

test('what is no filter is left away', () => {
  expect(readResultFilter({ level: 'certain', field: 'animal' })).toEqual({})
})
