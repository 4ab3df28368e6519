import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { barsOf, mostOf } from './bars.ts'
import type { RequesterKind } from './kind.ts'
import { lengthsOf } from './text.ts'
import { chooseWhole } from './whole.ts'

export const input: RequesterKind<FieldOf<'input'>> = {
  words: 'Short text',
  icon: 'text',
  make: (common, left) => ({ ...common, type: 'input', ...lengthsOf(left) }),
  leave: lengthsOf,
  options: () => [],
  // Texts of which hardly two are the same have no distribution that a chart could show.
  chart: (summary, results) => (mostOf(summary) / results >= 0.01 ? barsOf(summary, results) : null),
  review: chooseWhole,
}
