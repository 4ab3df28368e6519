import { expect, test } from 'vitest'
import { isFiltered, queryOf, readTaskFilters, statusesOf } from './filters.ts'

test('what the address holds becomes the query of the list', () => {
  const filters = readTaskFilters({
    status: 'needs_review,open',
    search: 17,
    label: 'animal=cat',
    confidence_from: 0,
    confidence_to: '0.7',
    worker: 'w_1',
    skipped: true,
    lapsed: true,
    passed_over: true,
    order: 'newest',
  })
  expect(queryOf(filters)).toEqual({
    status: 'open,needs_review',
    search: '17',
    label: 'animal=cat',
    confidence_from: '0',
    confidence_to: '0.7',
    worker: 'w_1',
    skipped: 'true',
    lapsed: 'true',
    passed_over: 'true',
    order: 'newest',
  })
  expect(statusesOf(filters)).toEqual(['open', 'needs_review'])
})

test('what is no filter is left away', () => {
  const nonsense = {
    status: 'done,',
    label: 'cat',
    confidence_from: 1.5,
    confidence_to: '',
    worker: ' ',
    skipped: 'yes',
    lapsed: 'no',
    passed_over: false,
    from: '2026-02-30',
    to: 'yesterday',
    order: 'random',
    other: 'x',
  }
  expect(readTaskFilters(nonsense)).toEqual({})
  expect(readTaskFilters({ confidence_to: '1e-9', confidence_from: [], from: null })).toEqual({ confidence_to: 0 })
})

test('days are whole, the last one too, also when the clocks change', () => {
  const { created_from, created_to } = queryOf(readTaskFilters({ from: '2026-03-29', to: '2026-03-29' }))
  expect(new Date(created_from as string)).toEqual(new Date(2026, 2, 29))
  expect(new Date(created_to as string)).toEqual(new Date(2026, 2, 30))
  expect(queryOf({ to: '2026-12-31' }).created_to).toBe(new Date(2027, 0, 1).toISOString())
})

test('an order leaves nothing out', () => {
  expect(isFiltered({ order: 'newest' })).toBe(false)
  expect(isFiltered({ confidence_from: 0 })).toBe(true)
})
