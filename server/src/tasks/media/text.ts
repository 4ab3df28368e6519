import { codePointLength, isStorable } from '@whisker/api/text.ts'
import type { Medium } from './medium.ts'

export const text: Medium = {
  check({ server }, value) {
    const max = server.config.maxTextCharacters
    if (!isStorable(value))
      return { code: 'invalid_text', detail: 'The text contains NUL characters or broken Unicode (lone surrogates).' }
    if (value.length > 2 * max || (value.length > max && codePointLength(value) > max))
      return { code: 'too_long', detail: `The text has more than ${max} characters.` }
    return null
  },
  read: async (_, value) => ({ ok: true, value, file: null, warnings: [] }),
  show: (value) => ({ type: 'text', text: value }),
  asked: (value) => ({ text: value }),
}
