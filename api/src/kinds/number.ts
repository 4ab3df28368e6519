import { readNumber } from './cell.ts'
import type { FieldOf, Kind } from './kind.ts'
import { asItIs } from './names.ts'

export const number: Kind<FieldOf<'number'>> = {
  joinings: [],
  names: asItIs,
  check(field, value) {
    if (typeof value !== 'number' || !Number.isFinite(value)) return { code: 'wrong_type', detail: 'must be a number.' }
    if (Number.isInteger(value) && !Number.isSafeInteger(value))
      return { code: 'out_of_range', detail: 'has more digits than can be kept exactly.' }
    if (field.min !== undefined && value < field.min)
      return { code: 'out_of_range', detail: `must be at least ${field.min}.` }
    if (field.max !== undefined && value > field.max)
      return { code: 'out_of_range', detail: `must be at most ${field.max}.` }
    if (field.step !== undefined) {
      const steps = (value - (field.min ?? 0)) / field.step
      // 0.3 / 0.1 is 2.9999999999999996: compare with the rounding error that doubles bring.
      if (Math.abs(steps - Math.round(steps)) > 1e-9 * Math.max(1, Math.abs(steps)))
        return { code: 'out_of_range', detail: `must be in steps of ${field.step}.` }
    }
    return null
  },
  readCell: (_, cell, mark) => readNumber(cell, mark),
  example: ({ min, max }) => min ?? max ?? 1,
}
