import { answerCheck } from './answer-check.ts'
import type { OutputField } from './fields.ts'
import { kindOf } from './kinds/kinds.ts'

/** Whether the check of an answer needs what is asked about. */
export function needsItems(fields: readonly OutputField[]): boolean {
  return fields.some((field) => kindOf(field).placesIn !== undefined)
}

/** The check of an answer in any form. */
export const checkAnswer = answerCheck(kindOf)
