import type { FieldSummary } from '@whisker/api/summary.ts'

export type Bar = { value: string; count: number; share: number }

/** How a field's values came out: as bars, beside which `others` have values that did not fit; or how its numbers spread. */
export type Chart = { bars: Bar[]; others: number } | 'spread'

/**
 * The bars of a field's chart: the most frequent values first, or by size where all of them are numbers. Shares are of the
 * results, so those of a field with several values can sum up to more than one.
 */
export function barsOf({ values, others }: Pick<FieldSummary, 'values' | 'others'>, results: number, max = 8) {
  const shown = values.slice(0, max)
  if (values.length <= max && others.values === 0 && values.every(({ value }) => isNumber(value)))
    shown.sort((a, b) => Number(a.value) - Number(b.value))
  return {
    bars: shown.map(({ value, tasks }): Bar => ({ value, count: tasks, share: results === 0 ? 0 : tasks / results })),
    others: values.slice(max).reduce((sum, { tasks }) => sum + tasks, others.tasks),
  }
}

/** The chart of what people choose from: as soon as somebody has chosen. */
export function barsOfChosen(summary: FieldSummary, results: number): Chart | null {
  return mostOf(summary) > 0 ? barsOf(summary, results) : null
}

/** How many results have the most frequent value. */
export function mostOf({ values }: FieldSummary): number {
  return values[0]?.tasks ?? 0
}

function isNumber(value: string): boolean {
  return value.trim() !== '' && Number.isFinite(Number(value))
}
