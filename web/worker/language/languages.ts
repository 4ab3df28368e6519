import { part } from '../part.ts'
import type { Messages } from './messages/en.ts'

/** The languages of the interface, each under the name that its speakers give it. Only the chosen one is loaded. */
export const languages = {
  en: { name: 'English', load: part(() => import('./messages/en.ts')) },
  es: { name: 'Español', load: part(() => import('./messages/es.ts')) },
  pt: { name: 'Português', load: part(() => import('./messages/pt.ts')) },
  fr: { name: 'Français', load: part(() => import('./messages/fr.ts')) },
  de: { name: 'Deutsch', load: part(() => import('./messages/de.ts')) },
  ru: { name: 'Русский', load: part(() => import('./messages/ru.ts')) },
  uk: { name: 'Українська', load: part(() => import('./messages/uk.ts')) },
  tr: { name: 'Türkçe', load: part(() => import('./messages/tr.ts')) },
  ar: { name: 'العربية', load: part(() => import('./messages/ar.ts')) },
  hi: { name: 'हिन्दी', load: part(() => import('./messages/hi.ts')) },
  id: { name: 'Bahasa Indonesia', load: part(() => import('./messages/id.ts')) },
  'zh-Hans': { name: '简体中文', load: part(() => import('./messages/zh-hans.ts')) },
} satisfies Record<string, { name: string; load: () => Promise<{ messages: Messages }> }>

export type Language = keyof typeof languages
export const languageTags = Object.keys(languages) as Language[]

export function isLanguage(value: unknown): value is Language {
  return typeof value === 'string' && Object.hasOwn(languages, value)
}

export async function loadMessages(language: Language): Promise<Messages> {
  return (await languages[language].load()).messages
}

/** The first wish that we speak, by its base language: `pt-BR` is served by `pt`, all of Chinese by `zh-Hans`. */
export function chooseLanguage(wishes: readonly string[]): Language {
  for (const wish of wishes) {
    const base = wish.toLowerCase().split('-')[0] ?? ''
    const tag = { zh: 'zh-Hans', in: 'id' }[base] ?? base
    if (isLanguage(tag)) return tag
  }
  return 'en'
}

const rightToLeft = new Set(['ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'ks', 'ku-arab', 'ps', 'sd', 'ug', 'ur', 'yi'])
const rightToLeftScripts = /-(arab|hebr|thaa|syrc|nkoo|rohg|adlm)\b/i

/** The direction in which a language is written; its script decides when the tag names one (`az-Arab`, `ur-Latn`). */
export function directionOf(tag: string): 'ltr' | 'rtl' {
  if (rightToLeftScripts.test(tag)) return 'rtl'
  if (/-[a-z]{4}\b/i.test(tag)) return 'ltr'
  return rightToLeft.has(tag.toLowerCase().split('-')[0] ?? '') ? 'rtl' : 'ltr'
}
