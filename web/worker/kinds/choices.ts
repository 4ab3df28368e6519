import type { OutputField } from '@whisker/api/fields.ts'
import type { Choices, DraftValue } from './kind.ts'

/** One of several: the same again takes it back, if it may be left out. */
export function oneOf<F extends OutputField>(
  count: (field: F) => number,
  valueAt: (field: F, index: number) => DraftValue,
  after: 'sends' | 'goes_on',
): Choices<F> {
  return {
    count,
    taken(field, before, index) {
      const value = valueAt(field, index)
      return value === before && !field.required ? '' : value
    },
    after,
  }
}
