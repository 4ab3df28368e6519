import type { Key, Message, Messages } from './messages/en.ts'

/** The names between braces in a message: `'{done} of {total}'` -> `'done' | 'total'`. */
type Names<T> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never
/** `count` may be a text: then it is shown as it is, and the plural is that of "other". */
type Values<K extends Key> = { [N in Names<Message<K>>]: string | number }
type Arguments<K extends Key> = [Names<Message<K>>] extends [never] ? [] : [values: Values<K>]

/** Gives a message in the language of the person, with numbers written as that language does. */
export type Translate = <K extends Key>(key: K, ...values: Arguments<K>) => string

export function createTranslate(language: string, messages: Messages): Translate {
  const plural = new Intl.PluralRules(language)
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 10 })
  return (key, ...given) => {
    const values: Record<string, string | number> = given[0] ?? {}
    const message = messages[key]
    const text = typeof message === 'string' ? message : form(message, values.count, plural)
    return text.replace(/\{(\w+)\}/g, (_, name) => {
      const value = values[name]
      return typeof value === 'number' ? number.format(value) : (value ?? '')
    })
  }
}

type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }

function form(forms: Forms, count: string | number | undefined, plural: Intl.PluralRules): string {
  return (typeof count === 'number' ? forms[plural.select(count)] : undefined) ?? forms.other
}
