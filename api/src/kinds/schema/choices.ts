import { z } from 'zod'
import { everyField, ordered } from './every-field.ts'
import { Option } from './option.ts'
import { placeFaults } from './place-faults.ts'
import { Places } from './places.ts'

const options = z.array(Option).min(1).max(500)

export const SelectOutput = z
  .strictObject({ ...everyField, type: z.literal('select'), options: Places })
  .check((context) => {
    for (const { path, message } of placeFaults(context.value.options))
      context.issues.push({ code: 'custom', input: context.value, path: ['options', ...path], message })
  })
export const RadioOutput = z.strictObject({ ...everyField, type: z.literal('radio'), options })
export const CheckboxOutput = z
  .strictObject({
    ...everyField,
    type: z.literal('checkbox'),
    options,
    min_count: z.int().min(0).max(500).optional(),
    max_count: z.int().min(1).max(500).optional(),
  })
  .check(
    ordered('max_count', 'must not be below min_count', ({ min_count, max_count }) => [min_count, max_count]),
    ordered('min_count', 'must not be above the number of options', ({ min_count, options }) => [
      min_count,
      options.length,
    ]),
  )
