import { expect, test } from 'vitest'
import { languageTags } from '../language/languages.ts'
import { listWords, numbered } from './list-words.ts'

test.each(languageTags)('%s: every word is there, and which of them is told', (tag) => {
  const { boxes, points, polygons, ...others } = listWords[tag]
  for (const { add, number, remove } of [boxes, points, polygons]) {
    expect(add).toMatch(/^[^{}]+$/)
    for (const text of [number, remove]) expect(text.match(/\{\w+\}/g)).toEqual(['{number}'])
    if (tag !== 'en') expect(Object.values(listWords.en).flatMap((one) => Object.values(one))).not.toContain(remove)
  }
  for (const text of Object.values(others)) expect(text).toMatch(/^[^{}]+$/)
})

test('numbers are those of the language', () => {
  expect(numbered(listWords.en.boxes.remove, 1234, 'en')).toBe('Remove box 1,234')
})
