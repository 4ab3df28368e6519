import type { AnswerAbout } from '@whisker/api/answer-check.ts'
import type { AskedItem } from '@whisker/api/kinds/kind.ts'
import { placeChecks } from '@whisker/api/kinds/place-checks.ts'
import { foldText } from '@whisker/api/same-text.ts'
import { patternMatcher } from './pattern.ts'

/** What the service brings to the check of one answer, which the worker's page does without. */
export function answerChecks(asked?: readonly AskedItem[]): AnswerAbout {
  return { matches: patternMatcher(), places: placeChecks, fold: foldText, asked }
}
