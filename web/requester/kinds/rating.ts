import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import type { FieldSummary } from '@whisker/api/summary.ts'
import { barsOf, mostOf } from './bars.ts'
import type { RequesterKind } from './kind.ts'
import { chooseWhole } from './whole.ts'

export const rating: RequesterKind<FieldOf<'rating'>> = {
  words: 'Stars',
  icon: 'sun',
  make: (common) => ({ ...common, type: 'rating', max: 5 }),
  leave: () => ({}),
  options: () => [],
  chart: (summary, results) =>
    mostOf(summary) > 0 ? barsOf({ values: starsOf(summary), others: summary.others }, results) : null,
  review: chooseWhole,
}

/** Also those that nobody gave. */
function starsOf({ values, histogram }: FieldSummary): FieldSummary['values'] {
  return histogram?.map(({ from, tasks }) => ({ value: String(from), tasks })) ?? values
}
