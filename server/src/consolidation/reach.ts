import type { OutputField } from '@whisker/api/fields.ts'
import { kindOf } from '@whisker/api/kinds/kinds.ts'
import { judgeField } from './judge-field.ts'
import { emptyFieldModel } from './kinds/kinds.ts'
import { nameBy } from './naming.ts'

export type Reach = {
  /** Of the agreed value: what the project's `confidence` is compared with, and what is published. */
  confidence: number
  published: number
}

/** How sure `answers` people whom nobody knows yet can make us of one field, at the best: when all of them agree. */
export function reachOf(field: OutputField, answers: number): Reach {
  const value = kindOf(field).example(field)
  const task = { workers: Array.from({ length: answers }, (_, w) => w), values: Array(answers).fill(value) }
  const naming = nameBy('letters', { language: 'en', synonyms: [], apart: [] })
  const { result, state } = judgeField(field, emptyFieldModel([field]), task, naming)
  return { confidence: state.posterior, published: result.confidence }
}
