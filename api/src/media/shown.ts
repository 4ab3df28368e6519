import { z } from 'zod'
import type { MediumName } from './media.ts'

/** What a worker is shown of each medium: a text, or a picture behind a link that ends with the assignment. */
const shown = {
  text: z.object({ type: z.literal('text'), text: z.string() }),
  image: z.object({
    type: z.literal('image'),
    url: z.string(),
    width: z.int().meta({ description: 'Of the copy that is shown, in pixels' }),
    height: z.int(),
    original: z.object({ width: z.int(), height: z.int() }).meta({
      id: 'PictureSize',
      description: 'Of the picture as it was sent, upright: in these pixels boxes are given',
    }),
  }),
} satisfies Record<MediumName, z.ZodObject>

export const ShownValue = z.union(Object.values(shown)).meta({ id: 'ShownValue' })
export type ShownValue = z.infer<typeof ShownValue>
