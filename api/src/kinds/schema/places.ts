import { z } from 'zod'
import { isStorable, nonEmptyText } from '../../text.ts'
import { Option } from './option.ts'

/** As many as a checklist of the birds of a continent has, with a margin. */
const maxPlaces = 10_000
const maxSynonyms = 20

/** An option of a list, or a place of a tree, which has another option above it; who answers may stop at any of them. */
export const Place = z
  .strictObject({
    ...Option.shape,
    parent: nonEmptyText(200).optional().meta({
      description:
        'The value of the option above this one, wherever that stands in the list. A tree has at most 20 levels. A person may answer at any of them: an answer at an inner place says less than one below it, and nothing else',
    }),
    code: nonEmptyText(200).optional().meta({
      description: 'What it is called elsewhere, such as its number in a taxonomy. It is found by it, and read by it',
    }),
    synonyms: z.array(nonEmptyText(200)).max(maxSynonyms).optional().meta({
      description:
        'Other names, by which it is found. Where no other option has the name, an answer that says it means this one',
    }),
  })
  .meta({ id: 'Place' })
export type Place = z.infer<typeof Place>

const list = z.array(Place).min(1).max(maxPlaces)

/** No more faults are told than this, so there is no need to find them. */
export const maxFaultsTold = 50

/**
 * Whatever is wrong with ten thousand places, zod would find all of it and hand 200,000 faults on as the arguments of one call, for which
 * there is no stack. So where more places than are told of are no places, these are all that is said.
 */
export const Places = z.preprocess((value, context) => {
  if (!Array.isArray(value) || value.length > maxPlaces) return value
  const wrong: z.core.$ZodIssue[][] = []
  for (const [at, one] of value.entries()) {
    if (isPlain(one)) continue
    const { error } = Place.safeParse(one)
    if (error) wrong.push(error.issues.map((issue) => ({ ...issue, path: [at, ...issue.path] })))
    if (wrong.length <= maxFaultsTold) continue
    context.issues.push(...(wrong.map(([first]) => first) as typeof context.issues))
    return z.NEVER
  }
  return value
}, list) as unknown as typeof list

/** What most places are, found without the schema: it takes ten times as long. */
function isPlain(place: unknown): boolean {
  if (typeof place !== 'object' || place === null) return false
  for (const [key, value] of Object.entries(place))
    switch (key) {
      case 'value':
      case 'parent':
      case 'code':
        if (!isPlainText(value)) return false
        break
      case 'label':
        if (value !== '' && !isPlainText(value)) return false
        break
      case 'synonyms':
        if (!Array.isArray(value) || value.length > maxSynonyms || !value.every(isPlainText)) return false
        break
      default:
        return false
    }
  return 'value' in place
}

function isPlainText(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 200 && value.trim() !== '' && isStorable(value)
}
