import { z } from 'zod'
import { attributesField, attributesOf, knowAttributes } from './attributes.ts'
import { countsInOrder, inPixels, objectsField } from './objects.ts'

export const PointsOutput = z
  .strictObject({
    ...objectsField,
    ...attributesField,
    type: z.literal('points'),
    radius: z.number().positive().max(100_000).default(20).meta({
      description:
        'Two points that lie no further apart than this mean the same thing; in pixels, about half of what is counted',
    }),
  })
  .check(countsInOrder, knowAttributes)

export const Point = z
  .object({
    label: z.string().optional(),
    x: z.number().meta({ description: `From the left edge of the picture${inPixels}` }),
    y: z.number().meta({ description: 'From the top edge of the picture' }),
    ...attributesOf,
  })
  .meta({ id: 'Point' })
export type Point = z.infer<typeof Point>
