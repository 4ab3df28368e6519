import type { Key } from '../language/messages/en.ts'
import type { SkipReason } from '../storage/entry.ts'

/** The reasons of the API in their order, with their words. */
export const reasons = [
  { reason: 'not_sure', words: 'notSure' },
  { reason: 'not_loading', words: 'notLoading' },
  { reason: 'wrong_form', words: 'wrongForm' },
  { reason: 'disturbing', words: 'disturbing' },
  { reason: 'other', words: 'otherReason' },
] as const satisfies readonly { reason: SkipReason; words: Key }[]
