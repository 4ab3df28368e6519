import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import type { RequesterKind } from './kind.ts'
import { lengthsOf } from './text.ts'
import { chooseWhole } from './whole.ts'

export const textarea: RequesterKind<FieldOf<'textarea'>> = {
  words: 'Long text',
  icon: 'text',
  make: (common, left) => ({ ...common, type: 'textarea', ...lengthsOf(left) }),
  leave: lengthsOf,
  options: () => [],
  // Hardly two long texts are the same.
  chart: () => null,
  review: chooseWhole,
}
