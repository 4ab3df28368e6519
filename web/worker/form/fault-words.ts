import type { OutputField } from '@whisker/api/fields.ts'
import type { FieldProblem } from '@whisker/api/problem.ts'
import { kindOf } from '../kinds/kinds.ts'
import type { Translate } from '../language/translate.ts'

/** What is wrong with a field, in the language of the person: from the code of the fault and the limits of the field. */
export function faultWords(t: Translate, field: OutputField, { code }: FieldProblem, language: string): string {
  if (code === 'required') return t('needsAnswer')
  return kindOf(field).faults[code]?.(t, field, language) ?? t('notAccepted')
}
