import { checkAnswer } from '@whisker/api/answers.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import { expect, test } from 'vitest'
import { completeCount, emptyItems, fromAnswer, inLanguage, isUntouched, toAnswer, withValue } from './draft.ts'

const common = { label: '', help: '', required: true }
const fields: OutputField[] = [
  { ...common, name: 'animal', type: 'input' },
  { ...common, name: 'legs', type: 'number', required: false },
]

test('emptying a field leaves no trace, so that the hold counts as untouched again', () => {
  const typed = withValue(emptyItems(2), 1, 'animal', 'cat')
  expect(isUntouched(typed)).toBe(false)
  expect(withValue(typed, 1, 'animal', '')).toEqual([{}, {}])
  expect(isUntouched(withValue(typed, 1, 'animal', ''))).toBe(true)
})

test('a number is kept as it was typed and sent as a number', () => {
  const items = [{ animal: ' cat ', legs: '4,0' }]
  const answer = toAnswer(fields, items, 'de')
  expect(answer).toEqual([{ animal: ' cat ', legs: 4 }])
  expect(checkAnswer(fields, 1, answer)).toEqual({ ok: true, answer: [{ animal: 'cat', legs: 4 }] })
})

test('a text that is no number is refused by the check and not silently dropped', () => {
  const checked = checkAnswer(fields, 1, toAnswer(fields, [{ animal: 'cat', legs: 'four' }], 'en'))
  expect(checked).toMatchObject({ ok: false, errors: [{ pointer: '/answer/0/legs', code: 'wrong_type' }] })
})

test('an answer that comes back to be changed stands in the form as it was typed', () => {
  expect(fromAnswer(fields, [{ animal: 'cat', legs: 4 }])).toEqual([{ animal: 'cat', legs: '4' }])
})

test('items count as complete when their required fields are filled', () => {
  expect(completeCount(fields, [{ animal: 'cat' }, { animal: '  ' }, { legs: '4' }])).toBe(1)
})

test('C6 an answer that is opened and saved untouched is the same answer', () => {
  const said = [{ animal: 'cat', legs: 1.234, gone: 'x' }]
  for (const language of ['de', 'en', 'ar', undefined]) {
    const answer = toAnswer(fields, fromAnswer(fields, said, language), language ?? 'de')
    expect(answer).toEqual([{ animal: 'cat', legs: 1.234 }])
  }
  expect(fromAnswer(fields, said, 'de')).toEqual([{ animal: 'cat', legs: '1,234' }])
})

test('C6 what is typed stays the same number when the language of the page changes', () => {
  expect(inLanguage([{ animal: '1,234', legs: '1,234' }], fields, 'de', 'en')).toEqual([
    { animal: '1,234', legs: '1.234' },
  ])
  expect(inLanguage([{ legs: 'four' }], fields, 'de', 'en')).toEqual([{ legs: 'four' }])
})
