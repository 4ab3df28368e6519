import { z } from 'zod'
import { attributesField, attributesOf, knowAttributes } from './attributes.ts'
import { countsInOrder, inPixels, objectsField } from './objects.ts'

export const PolygonsOutput = z
  .strictObject({ ...objectsField, ...attributesField, type: z.literal('polygons') })
  .check(countsInOrder, knowAttributes)

const Corner = z.tuple([z.number(), z.number()])

/** An outline that does not cross itself. The last corner is joined to the first. */
export const Polygon = z
  .object({
    label: z.string().optional(),
    points: z
      .array(Corner)
      .min(3)
      .max(1000)
      .meta({ description: `Its corners, each [x, y] from the top left corner of the picture${inPixels}` }),
    ...attributesOf,
  })
  .meta({ id: 'Polygon' })
export type Polygon = z.infer<typeof Polygon>
