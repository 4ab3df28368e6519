import { emptyFieldModel, type ModelledField } from './field-model.ts'
import { judgeField } from './judge-field.ts'
import type { FieldValue } from './majority.ts'
import { nameBy } from './naming.ts'

export type Reach = {
  /** Of the agreed value: what the project's `confidence` is compared with, and what is published. */
  confidence: number
  published: number
}

/** How sure `answers` people whom nobody knows yet can make us of one field, at the best: when all of them agree. */
export function reachOf(field: ModelledField, answers: number): Reach {
  const value = agreedValue(field)
  const task = { workers: Array.from({ length: answers }, (_, w) => w), values: Array(answers).fill(value) }
  const naming = nameBy('letters', { language: 'en', synonyms: [], apart: [] })
  const { result, state } = judgeField(field, emptyFieldModel([field]), task, naming)
  return { confidence: state.posterior, published: result.confidence }
}

function agreedValue({ type, options = [], min_count = 1 }: ModelledField): FieldValue {
  switch (type) {
    case 'input':
    case 'textarea':
      return 'x'
    case 'number':
    case 'rating':
      return 1
    case 'select':
    case 'radio':
      return options[0]!.value
    case 'checkbox':
      return options.slice(0, Math.max(1, min_count)).map((option) => option.value)
  }
}
