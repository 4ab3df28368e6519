import { expect, test } from 'vitest'
import { indexPlaces } from './place-search.ts'
import { noteRecent, recentOf } from './recent-places.ts'

const options = [
  { value: 'ardeidae', label: 'Herons', code: '10' },
  { value: 'ardea', label: 'Great herons', parent: 'ardeidae' },
  { value: 'cinerea', label: 'Grey heron', parent: 'ardea', code: '101', synonyms: ['Ardea cinerea', 'Héron cendré'] },
  { value: 'purpurea', label: 'Purple heron', parent: 'ardea', synonyms: ['Ardea purpurea'] },
  { value: 'stork', label: '' },
]
const found = (typed: string) =>
  indexPlaces(options)
    .find(typed)
    .map(({ value }) => value)

test('a place is found by name, value, code and synonym, whatever the case and the marks; the best first', () => {
  expect(found('heron')).toEqual(
    ['ardeidae', 'cinerea', 'ardea', 'purpurea'].filter((one) => found('heron').includes(one)),
  )
  expect(found('heron')[0]).toBe('ardeidae')
  expect(found('GREY')).toEqual(['cinerea'])
  expect(found('heron cendre')).toEqual(['cinerea'])
  expect(found('101')).toEqual(['cinerea'])
  expect(found('10')).toEqual(['ardeidae', 'cinerea'])
  expect(found('ardea')).toEqual(['ardea', 'cinerea', 'purpurea'])
  expect(found('nothing of the kind')).toEqual([])
  expect(found('  ')).toEqual([])
})

test('the way down to a place is told, and what stands below', () => {
  const index = indexPlaces(options)
  expect(index.get('cinerea')).toMatchObject({ text: 'Grey heron', path: ['Herons', 'Great herons'], hasMore: false })
  expect(index.below(undefined).map(({ value }) => value)).toEqual(['ardeidae', 'stork'])
  expect(index.below('ardea').map(({ text }) => text)).toEqual(['Grey heron', 'Purple heron'])
  expect(index.above('ardea')).toBe('ardeidae')
  expect(index.hasDigits).toBe(true)
})

test('what was taken last comes first, nine at the most, and only what the form has', () => {
  const many = Array.from({ length: 12 }, (_, n) => ({ value: `v${n}`, label: '' }))
  const field = { type: 'select' as const, name: 'x', label: '', help: '', required: true, options: many }
  for (const { value } of many) noteRecent(field, value)
  noteRecent(field, 'v5')
  expect(recentOf(field)).toEqual(['v5', 'v11', 'v10', 'v9', 'v8', 'v7', 'v6', 'v4', 'v3'])
  expect(recentOf({ ...field, options: many.slice(0, 5) })).toEqual(['v4', 'v3'])
})
