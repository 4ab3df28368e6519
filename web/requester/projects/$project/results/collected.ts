import type { ResultRow } from '@whisker/api/results.ts'
import { formatValue } from '../values.ts'

/** Rows that are kept to be looked at; all others are only counted. A row is about 1 KB. */
const mostRows = 20_000
/** Different values that are told apart in one field; free texts of a large project have more. */
const mostValues = 20_000

/** What an export has brought so far: counts of everything, and the newest rows. */
export type Collected = {
  total: number
  rows: ResultRow[]
  /** By output field, by value as a person reads it: how many items. */
  counts: Map<string, Map<string, number>>
  /** How many tasks are how sure. */
  levels: Record<Level, number>
}

/** How sure a task's result is: as its least sure field. */
export type Level = 'sure' | 'fair' | 'unsure' | 'split'

export function levelOf(row: ResultRow): Level {
  const lowest = Math.min(1, ...row.result.flatMap((item) => Object.values(item).map((field) => field.confidence)))
  if (lowest >= 0.9) return 'sure'
  if (lowest >= 0.7) return 'fair'
  return lowest >= 0.5 ? 'unsure' : 'split'
}

export function nothingCollected(): Collected {
  return { total: 0, rows: [], counts: new Map(), levels: { sure: 0, fair: 0, unsure: 0, split: 0 } }
}

/** Adds rows in the order of the export; the rows of `collected` are then newest first. */
export function collect(before: Collected, added: readonly ResultRow[]): Collected {
  if (added.length === 0) return before
  const levels = { ...before.levels }
  for (const row of added) {
    count(before.counts, row)
    levels[levelOf(row)]++
  }
  return {
    total: before.total + added.length,
    rows: [...added.toReversed(), ...before.rows].slice(0, mostRows),
    counts: before.counts,
    levels,
  }
}

function count(counts: Collected['counts'], row: ResultRow): void {
  for (const item of row.result) {
    for (const [name, { value }] of Object.entries(item)) {
      const values = counts.get(name) ?? new Map<string, number>()
      counts.set(name, values)
      for (const key of keysOf(value)) {
        if (values.has(key) || values.size < mostValues) values.set(key, (values.get(key) ?? 0) + 1)
      }
    }
  }
}

type Value = ResultRow['result'][number][string]['value']

/** Under which values a result is counted: a checkbox result under each choice. */
function keysOf(value: Value): string[] {
  return Array.isArray(value) && value.length > 0 ? value : [formatValue(value)]
}

/** Whether one of the row's items has this value in this field. */
export function hasValue(row: ResultRow, field: string, value: string): boolean {
  return row.result.some((item) => item[field] !== undefined && keysOf(item[field].value).includes(value))
}

export type Bar = { value: string; count: number; share: number }

/**
 * The bars of a field's chart: the most frequent values first, or by size where values are numbers. `others` is what did
 * not fit. Shares are of the items, so those of a checkbox field can sum up to more than one.
 */
export function bars(values: ReadonlyMap<string, number>, items: number, most = 12): { bars: Bar[]; others: number } {
  const entries = [...values]
  const shown = entries.toSorted((a, b) => b[1] - a[1]).slice(0, most)
  if (entries.length <= most && entries.every(([value]) => value.trim() !== '' && Number.isFinite(Number(value))))
    shown.sort((a, b) => Number(a[0]) - Number(b[0]))
  const all = entries.reduce((sum, [, n]) => sum + n, 0)
  const told = shown.reduce((sum, [, n]) => sum + n, 0)
  return {
    bars: shown.map(([value, n]) => ({ value, count: n, share: items === 0 ? 0 : n / items })),
    others: all - told,
  }
}
