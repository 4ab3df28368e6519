import { z } from 'zod'
import { attributesField, attributesOf, knowAttributes } from './attributes.ts'
import { countsInOrder, inPixels, objectsField } from './objects.ts'

export const BoxesOutput = z
  .strictObject({
    ...objectsField,
    ...attributesField,
    type: z.literal('boxes'),
    min_size: z
      .number()
      .positive()
      .max(100_000)
      .optional()
      .meta({ description: 'How wide and how high a box is at the least, in pixels' }),
  })
  .check(countsInOrder, knowAttributes)

/** A rectangle with level sides. */
export const Box = z
  .object({
    label: z.string().optional(),
    x: z.number().meta({ description: `From the left edge of the picture to that of the box${inPixels}` }),
    y: z.number().meta({ description: 'From the top edge of the picture to that of the box' }),
    width: z.number().positive(),
    height: z.number().positive(),
    ...attributesOf,
  })
  .meta({ id: 'Box' })
export type Box = z.infer<typeof Box>
