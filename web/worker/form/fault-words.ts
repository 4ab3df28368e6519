import type { OutputField } from '@whisker/api/fields.ts'
import type { FieldProblem } from '@whisker/api/problem.ts'
import type { Translate } from '../language/translate.ts'

/** What is wrong with a field, in the language of the person: from the code of the fault and the limits of the field. */
export function faultWords(t: Translate, field: OutputField, { code }: FieldProblem): string {
  switch (code) {
    case 'required':
      return t('needsAnswer')
    case 'pattern':
      return t('wrongPattern')
    case 'wrong_type':
      return field.type === 'number' ? t('needsNumber') : t('notAccepted')
    case 'too_short':
      return 'min_length' in field ? t('tooShort', { count: field.min_length ?? 1 }) : t('notAccepted')
    case 'too_long':
      return t('tooLong', {
        count: ('max_length' in field && field.max_length) || (field.type === 'input' ? 1000 : 10_000),
      })
    case 'too_few':
      return field.type === 'checkbox' ? t('tooFew', { count: field.min_count ?? 1 }) : t('notAccepted')
    case 'too_many':
      return field.type === 'checkbox'
        ? t('tooMany', { count: field.max_count ?? field.options.length })
        : t('notAccepted')
    case 'out_of_range':
      return rangeWords(t, field)
    default:
      return t('notAccepted')
  }
}

function rangeWords(t: Translate, field: OutputField): string {
  if (field.type === 'rating') return t('between', { min: 1, max: field.max })
  if (field.type !== 'number') return t('notAccepted')
  const { min, max, step } = field
  const range =
    min !== undefined && max !== undefined
      ? t('between', { min, max })
      : min !== undefined
        ? t('atLeast', { min })
        : max !== undefined
          ? t('atMost', { max })
          : ''
  const steps = step === undefined ? '' : t('inSteps', { step })
  return [range, steps].filter(Boolean).join(' ') || t('notAccepted')
}
