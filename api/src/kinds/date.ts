import { found } from './cell.ts'
import type { FieldOf, Kind } from './kind.ts'
import { asItIs } from './names.ts'

/** A day, without a time of day or a zone: `2026-11-28`. */
export const date: Kind<FieldOf<'date'>> = {
  joinings: [],
  names: asItIs,
  check({ min, max }, value) {
    if (typeof value !== 'string' || !isDay(value))
      return { code: 'wrong_type', detail: 'must be a day, written as year-month-day: 2026-11-28.' }
    if (min !== undefined && value < min) return { code: 'out_of_range', detail: `must not be before ${min}.` }
    if (max !== undefined && value > max) return { code: 'out_of_range', detail: `must not be after ${max}.` }
    return null
  },
  readCell: (_, cell) => found(cell.trim()),
  example: ({ min, max }) => min ?? max ?? '2026-11-28',
}

/** Days of the proleptic Gregorian calendar, of the years 0001 to 9999. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || text < '0001') return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}
