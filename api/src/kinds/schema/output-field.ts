import { z } from 'zod'
import { CheckboxOutput, RadioOutput, SelectOutput } from './choices.ts'
import { DateOutput } from './date.ts'
import { NumberOutput, RatingOutput } from './numbers.ts'
import { InputOutput, TextareaOutput } from './texts.ts'

/** One value that the worker fills in for each item. Whoever adds a kind adds its shape here, and what is known of it in `../kinds.ts`. */
export const OutputField = z
  .discriminatedUnion('type', [
    InputOutput,
    TextareaOutput,
    NumberOutput,
    SelectOutput,
    RadioOutput,
    CheckboxOutput,
    RatingOutput,
    DateOutput,
  ])
  .meta({ id: 'OutputField' })
export type OutputField = z.infer<typeof OutputField>

/** What one output field holds: text, a number, or the chosen values of a checkbox field. */
export const FieldValue = z.union([z.string(), z.number(), z.array(z.string())])
export type FieldValue = z.infer<typeof FieldValue>
