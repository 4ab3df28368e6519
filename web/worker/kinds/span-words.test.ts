import { expect, test } from 'vitest'
import { languageTags } from '../language/languages.ts'
import { spanWords } from './span-words.ts'

test.each(languageTags)('%s: every word is there, and which of them is told', (tag) => {
  const { number, remove, ...others } = spanWords[tag]
  for (const text of [number, remove]) expect(text.match(/\{\w+\}/g)).toEqual(['{number}'])
  for (const text of Object.values(others)) expect(text).toMatch(/^[^{}]+$/)
  if (tag !== 'en') expect(Object.values(spanWords.en)).not.toContain(others.help)
})
