import { z } from 'zod'
import { everyField, ordered } from './every-field.ts'

export const NumberOutput = z
  .strictObject({
    ...everyField,
    type: z.literal('number'),
    min: z.number().optional(),
    max: z.number().optional(),
    step: z.number().positive().optional(),
    tolerance: z.number().nonnegative().optional().meta({
      description:
        'How far two numbers may lie apart and still be the same answer. Without it only equal numbers are the same, unless people who see the same item usually differ a little, as they do when they measure',
    }),
  })
  .check(ordered('max', 'must not be below min', ({ min, max }) => [min, max]))

export const RatingOutput = z.strictObject({
  ...everyField,
  type: z.literal('rating'),
  max: z.int().min(2).max(10).default(5).meta({ description: 'Stars to give; the lowest is 1' }),
})
