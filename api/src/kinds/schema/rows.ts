import { z } from 'zod'
import { everyField, FieldName, ordered } from './every-field.ts'
import { SmallField, SmallValues, smallFieldFaults } from './small-field.ts'

/** Rows that one answer may have where the form does not say so. */
const maxRows = 100

const keyTypes = ['radio', 'select', 'input']

export const RowsOutput = z
  .strictObject({
    ...everyField,
    type: z.literal('rows'),
    fields: z.array(SmallField).min(1).max(10).meta({ description: 'What is said of each thing, in this order' }),
    key: FieldName.meta({
      description:
        'The name of the one of `fields` by which rows are told apart, and those of several people are put together: a `radio`, `select` or `input` that is required. No two rows of an answer have the same',
    }),
    min_count: z.int().min(0).max(maxRows).optional(),
    max_count: z
      .int()
      .min(1)
      .max(maxRows)
      .optional()
      .meta({ description: `${maxRows} without it` }),
  })
  .check(
    ordered('max_count', 'must not be below min_count', ({ min_count, max_count }) => [min_count, max_count]),
    (context) => {
      const { fields, key } = context.value
      const wrong = (path: (string | number)[], message: string) =>
        context.issues.push({ code: 'custom', input: context.value, path, message })
      for (const { path, message } of smallFieldFaults(fields)) wrong(['fields', ...path], message)
      const at = fields.findIndex(({ name }) => name === key)
      if (at < 0)
        wrong(
          ['key'],
          `must be the name of one of the fields: ${[...new Set(fields.map(({ name }) => name))].join(', ')}`,
        )
      else if (!keyTypes.includes(fields[at]!.type)) wrong(['key'], `must be one of: ${keyTypes.join(', ')}`)
      else if (!fields[at]!.required) wrong(['fields', at, 'required'], 'must be true: rows are told apart by it')
    },
  )

/** One thing that is there, and what is said of it. */
export const Row = SmallValues.meta({ id: 'Row' })
export type Row = z.infer<typeof Row>
