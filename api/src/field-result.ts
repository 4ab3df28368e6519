import { z } from 'zod'
import { FieldName, FieldValue } from './fields.ts'
import { Timestamp } from './ids.ts'
import { FieldObject } from './kinds/schema/output-field.ts'

/** How sure one object of a list is. */
export const ObjectResult = z
  .object({
    exists: z.number().min(0).max(1).meta({ description: 'The probability that there is such an object' }),
    label: z
      .number()
      .min(0)
      .max(1)
      .meta({ description: 'The probability of its label, if it is there; 1 without labels' }),
    attributes: z.record(FieldName, z.number().min(0).max(1)).optional().meta({
      description: 'The confidence of each of its attributes, if it is there; left out where the form asks for none',
    }),
    spread: z.number().meta({ description: 'How far its edges may lie elsewhere, as a standard deviation in pixels' }),
    found: z.int().meta({ description: 'How many answers have it' }),
    disputed: z.boolean().optional().meta({
      description:
        'Somebody should look at it: it, its label or one of its attributes is less than 90 % sure, or another answer is expected to overlap with it by less than 0.7',
    }),
  })
  .meta({ id: 'ObjectResult' })

/** One that was left out, and may be there all the same. */
export const LeftOut = ObjectResult.omit({ disputed: true }).extend({ object: FieldObject }).meta({ id: 'LeftOut' })

/** How sure one row is. */
export const RowResult = z
  .object({
    exists: z.number().min(0).max(1).meta({ description: 'The probability that there is such a thing' }),
    found: z.int().meta({ description: 'How many answers name it' }),
    fields: z.record(FieldName, z.number().min(0).max(1)).meta({
      description:
        'The confidence of each of its fields; of the key where that is a place of a tree, which may be a place above what some name',
    }),
  })
  .meta({ id: 'RowResult' })

/** How sure an order is, besides its first place. */
export const OrderResult = z
  .object({
    whole: z
      .number()
      .min(0)
      .max(1)
      .meta({ description: 'The probability of the whole order, as far as it was asked for' }),
    above: z.array(z.array(z.number())).meta({
      description:
        'Of each of the first twelve in `value` (eight where places may be shared) but the last: the probabilities that it stands above each of those after it',
    }),
  })
  .meta({ id: 'OrderResult' })

/** The consolidated value of one output field, with the votes that made it. */
export const FieldResult = z
  .object({
    value: FieldValue.nullable().meta({ description: 'null: no answer was the answer (the field is optional)' }),
    confidence: z
      .number()
      .min(0)
      .max(1)
      .meta({ description: 'The probability that the value is right; of an order (rank), that its first place is' }),
    order: OrderResult.optional().meta({ description: 'Orders: how sure the rest of it is' }),
    votes: z.array(z.object({ value: FieldValue.nullable(), count: z.int() })),
    spread: z.number().optional().meta({
      description: 'Numbers and ratings: how far the answers lie apart, as a robust standard deviation',
    }),
    objects: z
      .array(ObjectResult)
      .optional()
      .meta({ description: 'Lists of objects (boxes): how sure each of them is, in the order of `value`' }),
    left_out: z.array(LeftOut).optional().meta({
      description:
        'Lists of objects: those that `value` goes without and that are there with a probability of 0.1 and more; the likeliest hundred, left out where there is none',
    }),
    rows: z
      .array(RowResult)
      .optional()
      .meta({ description: 'Rows: how sure each of them is, in the order of `value`' }),
    other: z.number().optional().meta({ description: 'Texts: the probability that nobody gave the right name' }),
  })
  .meta({ id: 'FieldResult' })
export type FieldResult = z.infer<typeof FieldResult>

export const resultMethods = ['majority', 'model', 'reviewer', 'gold'] as const

export const ItemResult = z.record(FieldName, FieldResult)
export type ItemResult = z.infer<typeof ItemResult>

export const DecidedAt = Timestamp.nullable().meta({
  description:
    'When somebody last said what the result is, by a correction or as a known answer; null: nobody has. Send it as `based_on` when you say something else',
})
