import { z } from 'zod'
import { countsInOrder, objectsField } from './objects.ts'
import { Option } from './option.ts'

export const SpansOutput = z
  .strictObject({
    ...objectsField,
    type: z.literal('spans'),
    of: objectsField.of.meta({
      description:
        'The input field whose text is asked about. It may be left out where `input_spec` has one field of texts alone',
    }),
    options: z.array(Option).min(1).max(500),
    overlapping: z.boolean().default(false).meta({ description: 'Whether two spans may share characters' }),
  })
  .check(countsInOrder)

/** A part of a text. */
export const Span = z
  .object({
    label: z.string(),
    start: z.int().min(0).meta({
      description:
        'Before which character it begins, counted from 0 in Unicode code points: an emoji outside the first plane is one, where JavaScript and Java count two',
    }),
    end: z.int().min(1).meta({ description: 'Before which character it ends' }),
    text: z.string().meta({ description: 'What stands there. It may be left out of what is sent' }),
  })
  .meta({ id: 'Span' })
export type Span = z.infer<typeof Span>
