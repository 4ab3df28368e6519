import { InputField, OutputField } from '@whisker/api/fields.ts'
import { expect, test } from 'vitest'
import { marksIn } from './marks.ts'

const inputs = ['photo', 'map'].map((name) => InputField.parse({ name, type: 'image' }))
const boxes = (name: string, of: string) =>
  OutputField.parse({ name, type: 'boxes', of, options: [{ value: 'c', label: 'A cat' }] })
const form = [boxes('cats', 'photo'), boxes('huts', 'map'), OutputField.parse({ name: 'note', type: 'input' })]
const place = { x: 1, y: 2, width: 3, height: 4 }

test('what was said of places stands in the picture that the field is of, called as people read it', () => {
  const values = { cats: [{ label: 'c', ...place }], huts: [place, place], note: 'x' }
  expect(marksIn('photo', values, form, inputs)).toEqual([{ label: 'A cat', ...place }])
  expect(marksIn('map', values, form, inputs)).toHaveLength(2)
  expect(marksIn('photo', { cats: [] }, form, inputs)).toEqual([])
  // The field was of another kind once.
  expect(marksIn('photo', { cats: 'three' }, form, inputs)).toEqual([])
})
