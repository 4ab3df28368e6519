import type { OutputField } from '@whisker/api/fields.ts'
import { expect, test } from 'vitest'
import { isOnlyChoice, nextOpen } from './spot.ts'

const common = { label: '', help: '', required: true }
const options = ['cat', 'dog', 'bird'].map((value) => ({ value, label: '' }))
const radio: OutputField = { ...common, name: 'animal', type: 'radio', options }
const note: OutputField = { ...common, name: 'note', type: 'input', required: false }
const tags: OutputField = { ...common, name: 'tags', type: 'checkbox', options }

test('goes on to what is still needed, past what is optional, and around to what was left out', () => {
  const fields = [radio, note, tags]
  expect(nextOpen(fields, [{}, {}], null)).toEqual({ item: 0, field: 0 })
  expect(nextOpen(fields, [{ animal: 'cat' }, {}], { item: 0, field: 0 })).toEqual({ item: 0, field: 2 })
  expect(nextOpen(fields, [{ tags: ['cat'] }, { animal: 'cat', tags: ['cat'] }], { item: 1, field: 2 })).toEqual({
    item: 0,
    field: 0,
  })
  expect(nextOpen([radio], [{ animal: 'cat' }], null)).toBeNull()
})

test('only a needed radio or rating that stands alone is sent with the choice', () => {
  expect(isOnlyChoice([radio], 1)).toBe(true)
  expect(isOnlyChoice([radio], 2)).toBe(false)
  expect(isOnlyChoice([radio, note], 1)).toBe(false)
  expect(isOnlyChoice([{ ...radio, required: false }], 1)).toBe(false)
  expect(isOnlyChoice([tags], 1)).toBe(false)
})
