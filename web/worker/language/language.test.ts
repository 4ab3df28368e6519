import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { chooseLanguage, directionOf, languageTags, loadMessages } from './languages.ts'
import { messages as en, type Key } from './messages/en.ts'
import { createTranslate } from './translate.ts'

const keys = Object.keys(en) as Key[]
const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
const texts = (message: string | object): string[] => (typeof message === 'string' ? [message] : Object.values(message))

describe.each(languageTags)('%s', (tag) => {
  test('has every key, none too many, and nothing untranslated by accident', async () => {
    const messages = await loadMessages(tag)
    expect(Object.keys(messages).sort()).toEqual([...keys].sort())
    const blank = keys.filter((key) => typeof messages[key] === 'string' && messages[key].trim() === '')
    expect(blank).toEqual([])
    const same = keys.filter((key) => tag !== 'en' && typeof en[key] === 'string' && messages[key] === en[key])
    // "Menu" and the like are the same word in several languages.
    expect(same.filter((key) => !['menu', 'instructions', 'optional'].includes(key))).toEqual([])
  })

  test('has the plural forms that the language needs, and the values that each message takes', async () => {
    const messages = await loadMessages(tag)
    const forms = new Intl.PluralRules(tag).resolvedOptions().pluralCategories
    for (const key of keys) {
      const message = messages[key]
      const expected = new Set(texts(en[key]).flatMap(names))
      if (typeof message !== 'string') expect(Object.keys(message).sort(), key).toEqual([...forms].sort())
      for (const text of texts(message)) {
        const found = new Set(names(text))
        // A form for exactly one or two may spell the number out.
        if (typeof message !== 'string') found.add('count')
        expect(found, `${key}: ${text}`).toEqual(expected)
      }
    }
  })

  test('speaks', async () => {
    const t = createTranslate(tag, await loadMessages(tag))
    for (const count of [0, 1, 2, 3, 5, 11, 21, 100, 1.5])
      expect(t('answersToday', { count })).not.toMatch(/[{}]|undefined/)
    expect(t('keptRefused', { detail: '<b>{count}</b>' })).toContain('<b>{count}</b>')
  })
})

test('plurals of Russian and Arabic', async () => {
  const ru = createTranslate('ru', await loadMessages('ru'))
  expect([1, 3, 5, 21].map((count) => ru('stars', { count }))).toEqual(['1 звезда', '3 звезды', '5 звёзд', '21 звезда'])
  const ar = createTranslate('ar', await loadMessages('ar'))
  expect(ar('stars', { count: 2 })).toBe('نجمتان')
})

test('the wish of the browser is met as well as it can be', () => {
  expect(chooseLanguage(['pt-BR', 'en'])).toBe('pt')
  expect(chooseLanguage(['zh-TW'])).toBe('zh-Hans')
  expect(chooseLanguage(['sw', 'in-ID', 'en'])).toBe('id')
  expect(chooseLanguage(['constructor', 'xx'])).toBe('en')
})

test('directions', () => {
  expect(['ar', 'ar-EG', 'he', 'ur', 'fa-IR', 'az-Arab', 'yi'].map(directionOf)).toEqual(Array(7).fill('rtl'))
  expect(['en', 'ur-Latn', 'az', 'zh-Hans', 'art'].map(directionOf)).toEqual(Array(5).fill('ltr'))
})

test('every key is used somewhere', () => {
  const folder = join(import.meta.dirname, '..')
  const source = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('messages') && !name.includes('.test.'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n')
  expect(keys.filter((key) => !source.includes(`'${key}'`))).toEqual([])
})
