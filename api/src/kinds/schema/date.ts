import { z } from 'zod'
import { everyField } from './every-field.ts'

const Day = z.iso.date({ error: 'must be a day such as 2026-11-28' })

/** Written as years, months and days (ISO 8601), so that texts are in the order of days. */
export const DateOutput = z
  .strictObject({
    ...everyField,
    type: z.literal('date'),
    min: Day.optional().meta({ description: 'The first day that may be given' }),
    max: Day.optional().meta({ description: 'The last day that may be given' }),
  })
  .check((context) => {
    const { min, max } = context.value
    if (min === undefined || max === undefined || min <= max) return
    context.issues.push({ code: 'custom', input: context.value, path: ['max'], message: 'must not be before min' })
  })
