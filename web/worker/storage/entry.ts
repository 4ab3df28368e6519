import type { AnswerItem } from '@whisker/api/answer-check.ts'
import type { skipReasons } from '@whisker/api/assignments.ts'
import type { ProblemCode } from '@whisker/api/problem.ts'

export type SkipReason = (typeof skipReasons)[number]

/** What ends a hold, an answer or a skip; or what makes it a hold again. */
export type Step =
  | { kind: 'submission'; answer: AnswerItem[] }
  | { kind: 'skip'; reason: SkipReason; comment: string }
  | { kind: 'withdrawal' }

/** Why an answer will not be saved by waiting. `other_person`: typed by somebody whose session is over. */
export type Refusal = { code: ProblemCode | 'other_person'; detail: string }

/** One step on its way to the service. `id` is the assignment's: a step is taken once, however often Enter is pressed. */
export type Entry = {
  id: string
  /** Order of sending, ms since 1970. */
  at: number
  personId: string
  projectId: number
  version: number
  token: string
  step: Step
  /** An answer given before may have arrived, and is taken back first. */
  withdraws?: true
  /** null: still to be sent. */
  refused: Refusal | null
}
