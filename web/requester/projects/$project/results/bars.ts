import type { FieldSummary } from '@whisker/api/summary.ts'

export type Bar = { value: string; count: number; share: number }

/**
 * The bars of a field's chart: the most frequent values first, or by size where all of them are numbers. Shares are of the
 * results, so those of a field with several values can sum up to more than one. `others` have values that did not fit.
 */
export function barsOf(summary: FieldSummary, results: number, most = 8): { bars: Bar[]; others: number } {
  const { values, others, type } = summary
  const all = type === 'rating' ? stars(summary) : values
  const shown = all.slice(0, most)
  if (all.length <= most && others.values === 0 && all.every(({ value }) => isNumber(value)))
    shown.sort((a, b) => Number(a.value) - Number(b.value))
  return {
    bars: shown.map(({ value, tasks }) => ({ value, count: tasks, share: results === 0 ? 0 : tasks / results })),
    others: all.slice(most).reduce((sum, { tasks }) => sum + tasks, others.tasks),
  }
}

/** Also those that nobody gave. */
function stars({ values, histogram }: FieldSummary): FieldSummary['values'] {
  return histogram?.map(({ from, tasks }) => ({ value: String(from), tasks })) ?? values
}

function isNumber(value: string): boolean {
  return value.trim() !== '' && Number.isFinite(Number(value))
}
