import { plainWords } from './plain-words.ts'

/** A name is a few words; a page of text has no head. */
const maxLength = 80
const maxWords = 8

export type Plainer = {
  /** The key without its plain words; the key itself where nothing can go. */
  key: string
  /** Nothing went but articles: "the cat" is "cat", whatever people agree on. */
  onlyArticles: boolean
}

/**
 * What is left of a name without the words that leave a thing what it is (plain-words.ts), the shorter one each time:
 * "the big black cat" gives "big black cat", "black cat" and "cat". Whether one of them was meant is another question
 * (name-texts.ts): nothing is ever joined by grammar alone.
 *
 * @param language first subtag.
 */
export function plainerForms(key: string, language: string): Plainer[] {
  const { articles, modifiers, side, names } = plainWords(language)
  if (modifiers.size === 0 || key.length > maxLength || !/[ ']/.test(key)) return []
  let words = key.replace(/^(l|un)'/u, "$1' ").split(' ')
  if (words.length > maxWords) return []
  const forms: Plainer[] = []
  const drop = (rest: string[], onlyArticles: boolean) => {
    words = rest
    forms.push({ key: rest.join(' '), onlyArticles })
  }
  while (words.length > 1 && articles.has(words[0]!)) drop(words.slice(1), true)
  while (words.length > 1 && !names.has(words.join(' '))) {
    if (side !== 'behind' && modifiers.has(words[0]!)) drop(words.slice(1), false)
    else if (side !== 'before' && modifiers.has(words.at(-1)!)) drop(words.slice(0, -1), false)
    else break
  }
  return forms
}
