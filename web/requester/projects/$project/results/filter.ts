import type { ResultRow } from '@whisker/api/results.ts'
import { hasValue, type Level, levelOf } from './collected.ts'

/** Which results the table shows: those with a value in a field, or those that are so sure. Lives in the address. */
export type ResultFilter = { field?: string; value?: string; level?: Level }

const levels: readonly Level[] = ['sure', 'fair', 'unsure', 'split']

export function readResultFilter(search: Record<string, unknown>): ResultFilter {
  const level = levels.find((known) => known === search.level)
  // The router reads a value such as 3 (stars) as a number.
  const value = typeof search.value === 'number' ? String(search.value) : search.value
  return {
    ...(typeof search.field === 'string' && typeof value === 'string' && { field: search.field, value }),
    ...(level && { level }),
  }
}

export function passes(row: ResultRow, { field, value, level }: ResultFilter): boolean {
  if (level !== undefined && levelOf(row) !== level) return false
  return field === undefined || value === undefined || hasValue(row, field, value)
}
