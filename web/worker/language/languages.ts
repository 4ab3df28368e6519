import type { Messages } from './messages/en.ts'

/** The languages of the interface, each under the name that its speakers give it. Only the chosen one is loaded. */
export const languages = {
  en: { name: 'English', load: async () => (await import('./messages/en.ts')).en },
  es: { name: 'Español', load: async () => (await import('./messages/es.ts')).es },
  pt: { name: 'Português', load: async () => (await import('./messages/pt.ts')).pt },
  fr: { name: 'Français', load: async () => (await import('./messages/fr.ts')).fr },
  de: { name: 'Deutsch', load: async () => (await import('./messages/de.ts')).de },
  ru: { name: 'Русский', load: async () => (await import('./messages/ru.ts')).ru },
  uk: { name: 'Українська', load: async () => (await import('./messages/uk.ts')).uk },
  tr: { name: 'Türkçe', load: async () => (await import('./messages/tr.ts')).tr },
  ar: { name: 'العربية', load: async () => (await import('./messages/ar.ts')).ar },
  hi: { name: 'हिन्दी', load: async () => (await import('./messages/hi.ts')).hi },
  id: { name: 'Bahasa Indonesia', load: async () => (await import('./messages/id.ts')).id },
  'zh-Hans': { name: '简体中文', load: async () => (await import('./messages/zh-hans.ts')).zhHans },
} satisfies Record<string, { name: string; load: () => Promise<Messages> }>

export type Language = keyof typeof languages
export const languageTags = Object.keys(languages) as Language[]

export function isLanguage(value: unknown): value is Language {
  return typeof value === 'string' && Object.hasOwn(languages, value)
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
