import type { OutputField } from '@whisker/api/fields.ts'
import { expect, test } from 'vitest'
import { loadKinds } from '../kinds/kinds.ts'
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

test('what is put in order of the item is called as its field is', async () => {
  const rank: OutputField = { ...common, type: 'rank', of: ['p', 'q', 'r'], ties: true }
  await loadKinds([rank])
  const input = { type: 'image', required: true } as const
  const inputs = [
    { ...input, name: 'p', label: 'Left' },
    { ...input, name: 'q', label: '' },
  ]
  expect(valueWords(rank, [['q'], ['p', 'r']], 'en', t, inputs)).toBe('q > Left = r')
})
