import type { OutputField } from '@whisker/api/fields.ts'
import { expect, test } from 'vitest'
import { valueWords } from './value-words.ts'

const common = { name: 'a', label: '', help: '', required: true }
const options = [
  { value: 'c', label: 'Cat' },
  { value: 'd', label: '' },
]

test('C7 what was said reads as the form shows it: labels of options, numbers of the language', () => {
  const radio: OutputField = { ...common, type: 'radio', options }
  const checkbox: OutputField = { ...common, type: 'checkbox', options }
  expect(valueWords(radio, 'c', 'en')).toBe('Cat')
  expect(valueWords(radio, 'd', 'en')).toBe('d')
  expect(valueWords(radio, 'gone', 'en')).toBe('gone')
  expect(valueWords(checkbox, ['c', 'd'], 'en')).toBe('Cat, d')
  expect(valueWords({ ...common, type: 'number' }, 1.234, 'de')).toBe('1,234')
  expect(valueWords(undefined, 'c', 'en')).toBe('c')
})
