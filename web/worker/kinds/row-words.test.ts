import { expect, test } from 'vitest'
import { languageTags } from '../language/languages.ts'
import { rowWords } from './row-words.ts'

test.each(languageTags)('%s: every word is there, and which row is told', (tag) => {
  const { add, number, remove, twice } = rowWords[tag]
  for (const text of [number, remove]) expect(text.match(/\{\w+\}/g)).toEqual(['{number}'])
  for (const text of [add, twice]) expect(text).toMatch(/^[^{}]+$/)
  if (tag !== 'en') expect(Object.values(rowWords.en)).not.toContain(remove)
})
