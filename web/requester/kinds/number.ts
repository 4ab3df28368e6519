import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { barsOf, mostOf } from './bars.ts'
import type { RequesterKind } from './kind.ts'
import { chooseWhole } from './whole.ts'

export const number: RequesterKind<FieldOf<'number'>> = {
  words: 'Number',
  icon: 'code',
  make: (common) => ({ ...common, type: 'number' }),
  leave: () => ({}),
  options: () => [],
  chart: (summary, results) => {
    if (mostOf(summary) === 0) return null
    const chart = barsOf(summary, results)
    // Of many numbers hardly two are the same.
    return chart.others > 0 ? 'spread' : chart
  },
  review: chooseWhole,
}
