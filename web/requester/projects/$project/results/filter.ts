import type { TaskFilters } from '../tasks/filters.ts'

/** How sure a result is: as its least sure field. */
export const levels = {
  sure: { words: '90% and more', from: 0.9 },
  fair: { words: '70 to 90%', from: 0.7 },
  unsure: { words: '50 to 70%', from: 0.5 },
  split: { words: 'below 50%', from: 0 },
} as const
export type Level = keyof typeof levels

/** Which results the table shows: those with a value in a field, or those that are so sure. Lives in the address. */
export type ResultFilter = { field?: string; value?: string; level?: Level }

export function readResultFilter(search: Record<string, unknown>): ResultFilter {
  const level = (Object.keys(levels) as Level[]).find((known) => known === search.level)
  // The router reads a value such as 3 (stars) as a number.
  const value = typeof search.value === 'number' ? String(search.value) : search.value
  return {
    ...(typeof search.field === 'string' && typeof value === 'string' && { field: search.field, value }),
    ...(level && { level }),
  }
}

// Bands reach up to the next one and leave it out; `confidence_to` of the list takes its own end in.
const justBelow = 1e-9

/** The tasks that the table asks the service for. */
export function tasksOf({ field, value, level }: ResultFilter): TaskFilters {
  const from = level && levels[level].from
  const next = Object.values(levels).findLast((other) => from !== undefined && other.from > from)?.from
  return {
    status: 'completed,needs_review',
    order: 'newest',
    ...(field !== undefined && value !== undefined && { label: `${field}=${value}` }),
    ...(from !== undefined && from > 0 && { confidence_from: from }),
    ...(next !== undefined && { confidence_to: next - justBelow }),
  }
}
