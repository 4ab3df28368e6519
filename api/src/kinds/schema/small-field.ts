import { z } from 'zod'
import { CheckboxOutput, RadioOutput, SelectOutput } from './choices.ts'
import { DateOutput } from './date.ts'
import { FieldName } from './every-field.ts'
import { NumberOutput, RatingOutput } from './numbers.ts'
import { InputOutput, TextareaOutput } from './texts.ts'

/** What stands in a row, or is said of an object: each of a kind that needs nothing but itself. */
export const SmallField = z
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
  .meta({ id: 'SmallField' })
export type SmallField = z.infer<typeof SmallField>

/** What small fields hold, by their names. */
export const SmallValues = z.record(FieldName, z.union([z.string(), z.number(), z.array(z.string())]))
export type SmallValues = z.infer<typeof SmallValues>

/** What is wrong with fields that stand together, each by itself being right. */
export function smallFieldFaults(fields: readonly SmallField[]): { path: (string | number)[]; message: string }[] {
  const seen = new Set<string>()
  return fields.flatMap((field, at) => {
    const isTwice = seen.has(field.name)
    seen.add(field.name)
    return [
      ...(isTwice
        ? [{ path: [at, 'name'], message: `is used twice: "${field.name}". Give each field a name of its own` }]
        : []),
      ...('joining' in field && field.joining !== undefined
        ? [{ path: [at, 'joining'], message: 'has no place here: these texts are joined by `letters`. Leave it out' }]
        : []),
    ]
  })
}
