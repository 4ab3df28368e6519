import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { barsOf, mostOf } from './bars.ts'
import type { RequesterKind } from './kind.ts'
import { chooseWhole } from './whole.ts'

export const date: RequesterKind<FieldOf<'date'>> = {
  words: 'Date',
  icon: 'clock',
  make: (common) => ({ ...common, type: 'date' }),
  leave: () => ({}),
  options: () => [],
  // As with short texts: days of which hardly two are the same have no distribution. The others from the first to the last.
  chart: (summary, results) => {
    if (mostOf(summary) / results < 0.01) return null
    const { bars, others } = barsOf(summary, results)
    return { bars: bars.toSorted((a, b) => (a.value < b.value ? -1 : 1)), others }
  },
  review: chooseWhole,
}
