import { z } from 'zod'
import { FieldName } from './kinds/schema/every-field.ts'
import { OutputField } from './kinds/schema/output-field.ts'
import { maxFaultsTold } from './kinds/schema/places.ts'
import { type MediumName, media } from './media/media.ts'
import { foldText, optionForm } from './same-text.ts'
import { smallFieldsOf } from './small-fields.ts'
import { text } from './text.ts'

export { FieldName } from './kinds/schema/every-field.ts'
export { Option } from './kinds/schema/option.ts'
export { type FieldObject, FieldValue, OutputField } from './kinds/schema/output-field.ts'
export type { Place } from './kinds/schema/places.ts'
export { type Joining, joinings } from './kinds/schema/texts.ts'

/** One value that the requester sends with each item. */
export const InputField = z
  .strictObject({
    name: FieldName,
    type: z.enum(Object.keys(media) as MediumName[]),
    required: z.boolean().default(true),
    label: text(200).default(''),
  })
  .meta({ id: 'InputField' })
export type InputField = z.infer<typeof InputField>

/**
 * Options that look alike to a person, by value or by what is shown, would make votes that cannot be told apart. Asked of a form
 * that is made or changed; forms that were made before may have such options, and stay readable.
 */
function tellOptionsApart(context: z.core.ParsePayload<OutputField[]>) {
  context.value.forEach((field, at) => {
    tellApart(context, field, [at])
    const { under, fields } = smallFieldsOf(field)
    for (const [n, small] of fields.entries()) tellApart(context, small, [at, under, n])
  })
}

function tellApart(context: z.core.ParsePayload<OutputField[]>, field: OutputField, path: (string | number)[]) {
  if (!('options' in field) || !field.options || context.issues.length > maxFaultsTold) return
  const values = new Map<string, string>()
  const shown = new Map<string, string>()
  for (const [index, option] of field.options.entries()) {
    if (context.issues.length > maxFaultsTold) return
    const wrong = (part: 'value' | 'label', message: string) =>
      context.issues.push({ code: 'custom', input: option[part], path: [...path, 'options', index, part], message })
    const value = foldText(option.value)
    const label = foldText(option.label) || value
    // What trims to nothing was refused before.
    if (option.value.trim() !== '' && optionForm(option.value) === '')
      wrong('value', 'has nothing that can be seen. Write what it is called')
    else if (values.has(value)) wrong('value', likeAnother(values.get(value)!))
    else if (shown.has(label)) wrong(option.label === '' ? 'value' : 'label', likeAnother(shown.get(label)!))
    values.set(value, option.value)
    shown.set(label, option.label || option.value)
  }
}

function likeAnother(text: string): string {
  return `looks the same as ${JSON.stringify(text)}: at most case, width, spaces or invisible characters differ. Take one of the two away, or call it something else`
}

function uniqueNames(context: z.core.ParsePayload<{ name: string }[]>) {
  const seen = new Set<string>()
  context.value.forEach((field, index) => {
    if (seen.has(field.name)) {
      context.issues.push({
        code: 'custom',
        input: field.name,
        path: [index, 'name'],
        message: `is used twice: "${field.name}". Give each field a name of its own`,
      })
    }
    seen.add(field.name)
  })
}

export const InputSpec = z.array(InputField).min(1).max(20).check(uniqueNames)
export const OutputSpec = z.array(OutputField).min(1).max(50).check(uniqueNames)
/** The form as somebody makes it. */
export const OutputSpecDraft = OutputSpec.check(tellOptionsApart)
