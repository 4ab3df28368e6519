import { z } from 'zod'
import { text } from '../../text.ts'
import { everyField, ordered } from './every-field.ts'

export const joinings = ['exact', 'letters', 'meaning'] as const
/** How far two typed texts may differ and still be one answer. */
export type Joining = (typeof joinings)[number]

const typed = {
  ...everyField,
  min_length: z.int().min(0).max(10_000).optional(),
  max_length: z.int().min(1).max(10_000).optional(),
  joining: z.enum(joinings).optional().meta({
    description:
      'When two texts are the same answer. `exact`: when nothing differs but outer spaces. `letters` (what it is without this): case, width, spaces, punctuation at the edges, and marks that the language of the project does not tell words apart by. `meaning`, for `input` only: also slips of the keyboard ("elefant") and plain words before a name ("black cat"), never across a "not", a number or what two people agree on, and only into what somebody typed for the same task. Counts for answers that are there, too. See `synonyms` and `apart`',
  }),
}
const inOrder = ordered<{ min_length?: number | undefined; max_length?: number | undefined }>(
  'max_length',
  'must not be below min_length',
  ({ min_length, max_length }) => [min_length, max_length],
)

export const InputOutput = z
  .strictObject({
    ...typed,
    type: z.literal('input'),
    pattern: text(500).optional().meta({
      description:
        'A regular expression (RE2 syntax) that the whole text must match; large ones need a small `max_length`',
    }),
  })
  .check(inOrder)

export const TextareaOutput = z.strictObject({ ...typed, type: z.literal('textarea') }).check(inOrder, (context) => {
  if (context.value.joining !== 'meaning') return
  const message = 'cannot be "meaning" for a textarea: a page of text is no name. Choose "letters" or "exact"'
  context.issues.push({ code: 'custom', input: context.value, path: ['joining'], message })
})
