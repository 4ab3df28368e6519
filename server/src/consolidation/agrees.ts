import { namesInTask, type Spelling } from './join-names.ts'
import type { ConsolidatedField, FieldValue } from './majority.ts'
import type { Naming } from './naming.ts'
import { agreeOnNumber, type Scatter } from './number-location.ts'

/**
 * Whether a value says what is right: texts as they are joined in this field ("Cat!" is "cat"), numbers by what is the same
 * number (number-location.ts), checkboxes as sets.
 *
 * @param scatter numbers: how far the crowd's answers to one item lie apart, where that is known.
 * @param spelling what a refit has learnt of the field's forms, where that is at hand (join-names.ts).
 */
export function agrees(
  field: ConsolidatedField,
  truth: FieldValue,
  value: FieldValue | null | undefined,
  naming: Naming,
  scatter: Scatter | null = null,
  spelling: Spelling = new Map(),
): boolean {
  if (value === undefined || value === null) return false
  switch (field.type) {
    case 'input':
    case 'textarea':
      // Most are spelled alike.
      return truth === value || sameName(String(truth), String(value), naming, spelling)
    case 'number':
    case 'rating':
      return agreeOnNumber(Number(value), Number(truth), field, scatter)
    case 'select':
    case 'radio':
      return truth === value
    case 'checkbox':
      return JSON.stringify([...(truth as string[])].sort()) === JSON.stringify([...(value as string[])].sort())
  }
}

function sameName(truth: string, value: string, naming: Naming, spelling: Spelling): boolean {
  const [right, said] = namesInTask([naming.key(truth), naming.key(value)], spelling, naming)
  return right === said
}
