import { z } from 'zod'

/** A language tag such as `en` or `pt-BR` (BCP 47), in its canonical spelling. */
export const Language = z
  .string()
  .max(35)
  .refine(isLanguageTag, { error: 'must be a language tag such as "en" or "pt-BR" (BCP 47)' })
  .transform((value) => Intl.getCanonicalLocales(value)[0] as string)

/** Every language in use has two or three letters; the grammar's longer ones (`english`) are not registered. */
function isLanguageTag(value: string): boolean {
  if (!/^[a-z]{2,3}(-|$)/i.test(value)) return false
  try {
    return Intl.getCanonicalLocales(value).length === 1
  } catch {
    return false
  }
}
