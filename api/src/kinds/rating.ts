import { readNumber } from './cell.ts'
import type { FieldOf, Kind } from './kind.ts'
import { asItIs } from './names.ts'

export const rating: Kind<FieldOf<'rating'>> = {
  joinings: [],
  names: asItIs,
  check: ({ max }, value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= max
      ? null
      : { code: 'out_of_range', detail: `must be a whole number from 1 to ${max}.` },
  readCell: (_, cell, mark) => readNumber(cell, mark),
  example: () => 1,
}
