import { z } from 'zod'
import { everyField, FieldName } from './every-field.ts'
import { Option } from './option.ts'

/** More are hardly put in order by a person. */
const maxRanked = 50

const RankFields = z.strictObject({
  ...everyField,
  type: z.literal('rank'),
  options: z
    .array(Option)
    .min(2)
    .max(maxRanked)
    .optional()
    .meta({ description: 'What is put in order. Either this or `of`' }),
  of: z.array(FieldName).min(2).max(20).optional().meta({
    description:
      "Or what the item itself has: the names of its input fields (four pictures, three replies), which are the field's values. Each must be required",
  }),
  ties: z.boolean().default(false).meta({ description: 'Whether several may share a place' }),
  top: z.int().min(1).max(maxRanked).optional().meta({
    description:
      'Only the first so many are put in order: all others share the last place, and may be left out of what is sent',
  }),
})

/** Best first; those that share a place stand together. */
export const RankOutput = RankFields.check(({ value, issues }) => {
  const wrong = (path: (string | number)[], message: string) =>
    issues.push({ code: 'custom', input: value, path, message })
  const { options, of, top } = value
  if (options && of) wrong(['of'], 'cannot stand beside `options`. Say which of the two is put in order')
  else if (!options && !of) wrong(['options'], 'is required, or `of`: what is put in order?')
  of?.forEach((name, at) => {
    if (of.indexOf(name) < at) wrong(['of', at], `is there twice: "${name}"`)
  })
  const count = (options ?? of)?.length
  if (count !== undefined && top !== undefined && top > count)
    wrong(['top'], 'must not be above the number of what is put in order')
})

/** Best first. */
export const RankValue = z.array(z.array(z.string())).meta({ id: 'RankValue' })
export type RankValue = z.infer<typeof RankValue>
