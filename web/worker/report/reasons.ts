import type { reportReasons } from '@whisker/api/reports.ts'
import type { Key } from '../language/messages/en.ts'

export type ReportReason = (typeof reportReasons)[number]

/** The reasons of the API in their order, with their words. */
export const reasons = [
  { reason: 'unclear', words: 'unclear' },
  { reason: 'not_loading', words: 'notLoading' },
  { reason: 'disturbing', words: 'disturbing' },
  { reason: 'personal_data', words: 'personalData' },
  { reason: 'other', words: 'otherReason' },
] as const satisfies readonly { reason: ReportReason; words: Key }[]
