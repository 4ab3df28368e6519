import { z } from 'zod'
import { SmallField, SmallValues, smallFieldFaults } from './small-field.ts'

// A thousand objects may have them: what is said of each is short, and looked up in a list that is.
const maxAttributes = 10
const maxOptions = 100
/** As in `../attributes.ts`, which goes without zod. */
const maxText = 200

/** What fields have whose objects are told more of than their label. */
export const attributesField = {
  attributes: z
    .array(SmallField)
    .min(1)
    .max(maxAttributes)
    .optional()
    .meta({
      description: `What is said of each object besides its label, in this order; a text has at most ${maxText} characters, and a list ${maxOptions} options`,
    }),
}

/** What an object has of them. */
export const attributesOf = {
  attributes: SmallValues.meta({ id: 'Attributes' })
    .optional()
    .meta({ description: 'What is said of it, by the names of `attributes` in the form; left out where nothing is' }),
}

/** Says what is wrong with the attributes of a form. */
export function knowAttributes(context: z.core.ParsePayload<{ attributes?: SmallField[] | undefined }>) {
  const { attributes = [] } = context.value
  const faults = [...smallFieldFaults(attributes), ...attributes.flatMap(tooLarge)]
  for (const { path, message } of faults)
    context.issues.push({ code: 'custom', input: context.value, path: ['attributes', ...path], message })
}

function tooLarge(field: SmallField, at: number): { path: (string | number)[]; message: string }[] {
  const long = (['min_length', 'max_length'] as const).filter(
    (key) => key in field && ((field as Record<typeof key, number | undefined>)[key] ?? 0) > maxText,
  )
  const message = `must be at most ${maxText}: it is said of each object`
  return [
    ...long.map((key) => ({ path: [at, key], message })),
    ...('options' in field && field.options.length > maxOptions
      ? [{ path: [at, 'options'], message: `must have at most ${maxOptions}: one is chosen for each object` }]
      : []),
  ]
}
