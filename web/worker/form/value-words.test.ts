import type { OutputField } from '@whisker/api/fields.ts'
import { expect, test } from 'vitest'
import { messages as en } from '../language/messages/en.ts'
import { createTranslate } from '../language/translate.ts'
import { valueWords } from './value-words.ts'

const t = createTranslate('en', en)
const common = { name: 'a', label: '', help: '', required: true }
const options = [
  { value: 'c', label: 'Cat' },
  { value: 'd', label: '' },
]

test('C7 what was said reads as the form shows it: labels of options, numbers of the language', () => {
  const radio: OutputField = { ...common, type: 'radio', options }
  const checkbox: OutputField = { ...common, type: 'checkbox', options }
  expect(valueWords(radio, 'c', 'en', t)).toBe('Cat')
  expect(valueWords(radio, 'd', 'en', t)).toBe('d')
  expect(valueWords(radio, 'gone', 'en', t)).toBe('gone')
  expect(valueWords(checkbox, ['c', 'd'], 'en', t)).toBe('Cat, d')
  expect(valueWords({ ...common, type: 'number' }, 1.234, 'de', t)).toBe('1,234')
  expect(valueWords(undefined, 'c', 'en', t)).toBe('c')
})
