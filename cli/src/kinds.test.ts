import { OutputField } from '@whisker/api/fields.ts'
import { expect, test } from 'vitest'
import { kinds } from './kinds.ts'

test.each(Object.entries(kinds))('--%s makes a field that the API takes, as its help says', (type, { takes, read }) => {
  const text = takes.replace(/[<>]|,\.\.\./g, '')
  expect(OutputField.parse(read(text, type))).toMatchObject({ type, name: 'name' })
})

test('stars have a most; who gives one to another kind is told', () => {
  expect(kinds.rating.read('name=7', 'rating')).toEqual({ type: 'rating', name: 'name', max: 7 })
  for (const type of ['input', 'textarea', 'number'] as const)
    expect(() => kinds[type].read('name=7', type)).toThrow('Only a name belongs here')
  for (const type of ['radio', 'select', 'checkbox'] as const)
    expect(() => kinds[type].read('name', type)).toThrow(`--${type} 'animal=cat,dog'`)
})
