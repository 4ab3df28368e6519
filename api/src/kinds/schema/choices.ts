import { z } from 'zod'
import { nonEmptyText, text } from '../../text.ts'
import { everyField, ordered } from './every-field.ts'

/** A choice: `value` is what the requester gets, `label` is what the worker reads. */
export const Option = z.strictObject({ value: nonEmptyText(200), label: text(200).default('') }).meta({ id: 'Option' })
export type Option = z.infer<typeof Option>

const options = z.array(Option).min(1).max(500)

export const SelectOutput = z.strictObject({ ...everyField, type: z.literal('select'), options })
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
