import { z } from 'zod'
import { everyField, FieldName, ordered } from './every-field.ts'
import { Option } from './option.ts'

/** More objects than this in one answer are refused before they are looked at. */
export const maxObjects = 1000

/** What fields have whose answers are objects in a picture. */
export const objectsField = {
  ...everyField,
  of: FieldName.optional().meta({
    description:
      'The input field whose picture is asked about. It may be left out where `input_spec` has one field of pictures alone',
  }),
  options: z
    .array(Option)
    .min(1)
    .max(500)
    .optional()
    .meta({ description: 'What an object can be; without it none has a label' }),
  min_count: z.int().min(0).max(maxObjects).optional(),
  max_count: z.int().min(1).max(maxObjects).optional(),
}

export const countsInOrder = ordered<{ min_count?: number | undefined; max_count?: number | undefined }>(
  'max_count',
  'must not be below min_count',
  ({ min_count, max_count }) => [min_count, max_count],
)

/** What numbers of places are, for whoever reads the shape of one. */
export const inPixels =
  ': in pixels of the picture as it was sent, stood upright by its EXIF orientation. A photo of 4000 x 3000 pixels that says "turn me by 90 degrees" is 3000 wide and 4000 high'
