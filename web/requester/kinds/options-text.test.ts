import { expect, test } from 'vitest'
import { optionsToText, textToOptions } from './options-text.ts'

test('lines become options and back', () => {
  const options = [
    { value: 'cat', label: '' },
    { value: 'not_sure', label: 'I am not sure = skip' },
  ]
  expect(textToOptions(optionsToText(options))).toEqual(options)
})

test('a pasted list may have blank lines and spaces', () => {
  expect(textToOptions(' cat \n\n\tdog\r\n a=b')).toEqual([
    { value: 'cat', label: '' },
    { value: 'dog', label: '' },
    { value: 'a=b', label: '' },
  ])
})
