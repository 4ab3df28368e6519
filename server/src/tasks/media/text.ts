import { codePointLength, isStorable } from '@whisker/api/text.ts'
import type { Medium } from './medium.ts'

export const text: Medium = {
  check({ server }, value) {
    const most = server.config.maxTextCharacters
    if (!isStorable(value))
      return { code: 'invalid_text', detail: 'The text contains NUL characters or broken Unicode (lone surrogates).' }
    if (value.length > 2 * most || (value.length > most && codePointLength(value) > most))
      return { code: 'too_long', detail: `The text has more than ${most} characters.` }
    return null
  },
  read: async (_, value) => ({ ok: true, value, file: null, warnings: [] }),
  show: (value) => ({ type: 'text', text: value }),
}
