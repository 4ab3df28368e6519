import { expect, test } from 'vitest'
import { canvasActions } from '../keys/keymap.ts'
import { languageTags } from '../language/languages.ts'
import { words } from './words.ts'

test.each(languageTags)('%s: each key of the canvas has a name of its own, and the question its place', (tag) => {
  const { drawOn, help, found, missed, extra, ...names } = words[tag]
  expect(new Set([found, missed, extra]).size).toBe(3)
  expect(Object.keys(names).sort()).toEqual(canvasActions.filter((action) => action !== 'nothingHere').sort())
  expect(new Set(Object.values(names)).size).toBe(Object.keys(names).length)
  expect(drawOn.match(/\{\w+\}/g)).toEqual(['{field}'])
  for (const text of [help, found, missed, extra, ...Object.values(names)]) expect(text).toMatch(/^[^{}]+$/)
  if (tag !== 'en') expect(help).not.toBe(words.en.help)
})
