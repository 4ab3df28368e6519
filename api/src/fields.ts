import { z } from 'zod'
import { foldText, optionForm } from './same-text.ts'
import { nonEmptyText, text } from './text.ts'

/** Names of fields are keys in JSON and headers of CSV columns: letters, digits and `_`. */
export const FieldName = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,62}$/, {
  error: 'must begin with a letter and consist of at most 63 letters, digits and _',
})

/** One value that the requester sends with each item. */
export const InputField = z
  .strictObject({
    name: FieldName,
    type: z.enum(['image', 'text']),
    required: z.boolean().default(true),
    label: text(200).default(''),
  })
  .meta({ id: 'InputField' })
export type InputField = z.infer<typeof InputField>

const common = {
  name: FieldName,
  label: text(200).default(''),
  help: text(1000).default(''),
  required: z.boolean().default(true),
}

/** A choice: `value` is what the requester gets, `label` is what the worker reads. */
export const Option = z.strictObject({ value: nonEmptyText(200), label: text(200).default('') }).meta({ id: 'Option' })
export type Option = z.infer<typeof Option>

const options = z.array(Option).min(1).max(500)

/**
 * Options that look alike to a person, by value or by what is shown, would make votes that cannot be told apart. Asked of a form
 * that is made or changed; forms that were made before may have such options, and stay readable.
 */
function tellOptionsApart(context: z.core.ParsePayload<OutputField[]>) {
  context.value.forEach((field, at) => {
    if (!('options' in field)) return
    const values = new Map<string, string>()
    const shown = new Map<string, string>()
    field.options.forEach((option, index) => {
      const wrong = (part: 'value' | 'label', message: string) =>
        context.issues.push({ code: 'custom', input: option[part], path: [at, 'options', index, part], message })
      const value = foldText(option.value)
      const label = foldText(option.label) || value
      // What trims to nothing was refused before.
      if (option.value.trim() !== '' && optionForm(option.value) === '')
        wrong('value', 'has nothing that can be seen. Write what it is called')
      else if (values.has(value)) wrong('value', likeAnother(values.get(value)!))
      else if (shown.has(label)) wrong(option.label === '' ? 'value' : 'label', likeAnother(shown.get(label)!))
      values.set(value, option.value)
      shown.set(label, option.label || option.value)
    })
  })
}

function likeAnother(text: string): string {
  return `looks the same as ${JSON.stringify(text)}: at most case, width, spaces or invisible characters differ. Take one of the two away, or call it something else`
}

export const joinings = ['exact', 'letters', 'meaning'] as const
/** How far two typed texts may differ and still be one answer. */
export type Joining = (typeof joinings)[number]

const joining = z.enum(joinings).optional().meta({
  description:
    'When two texts are the same answer. `exact`: when nothing differs but outer spaces. `letters` (what it is without this): case, width, spaces, punctuation at the edges, and marks that the language of the project does not tell words apart by. `meaning`, for `input` only: also slips of the keyboard ("elefant") and plain words before a name ("black cat"), never across a "not", a number or what two people agree on, and only into what somebody typed for the same task. Counts for answers that are there, too. See `synonyms` and `apart`',
})

const length = {
  min_length: z.int().min(0).max(10_000).optional(),
  max_length: z.int().min(1).max(10_000).optional(),
}

const InputOutput = z.strictObject({
  ...common,
  ...length,
  joining,
  type: z.literal('input'),
  pattern: text(500).optional().meta({
    description:
      'A regular expression (RE2 syntax) that the whole text must match; large ones need a small `max_length`',
  }),
})
const TextareaOutput = z.strictObject({ ...common, ...length, joining, type: z.literal('textarea') })
const NumberOutput = z.strictObject({
  ...common,
  type: z.literal('number'),
  min: z.number().optional(),
  max: z.number().optional(),
  step: z.number().positive().optional(),
  tolerance: z.number().nonnegative().optional().meta({
    description:
      'How far two numbers may lie apart and still be the same answer. Without it only equal numbers are the same, unless people who see the same item usually differ a little, as they do when they measure',
  }),
})
const SelectOutput = z.strictObject({ ...common, type: z.literal('select'), options })
const RadioOutput = z.strictObject({ ...common, type: z.literal('radio'), options })
const CheckboxOutput = z.strictObject({
  ...common,
  type: z.literal('checkbox'),
  options,
  min_count: z.int().min(0).max(500).optional(),
  max_count: z.int().min(1).max(500).optional(),
})
const RatingOutput = z.strictObject({
  ...common,
  type: z.literal('rating'),
  max: z.int().min(2).max(10).default(5).meta({ description: 'Stars to give; the lowest is 1' }),
})

/** One value that the worker fills in for each item. */
export const OutputField = z
  .discriminatedUnion('type', [
    InputOutput,
    TextareaOutput,
    NumberOutput,
    SelectOutput,
    RadioOutput,
    CheckboxOutput,
    RatingOutput,
  ])
  .check((context) => {
    const field = context.value
    const wrong = (path: string, message: string) =>
      context.issues.push({ code: 'custom', input: field, path: [path], message })
    if ((field.type === 'input' || field.type === 'textarea') && over(field.min_length, field.max_length))
      wrong('max_length', 'must not be below min_length')
    if (field.type === 'textarea' && field.joining === 'meaning')
      wrong('joining', 'cannot be "meaning" for a textarea: a page of text is no name. Choose "letters" or "exact"')
    if (field.type === 'number' && over(field.min, field.max)) wrong('max', 'must not be below min')
    if (field.type === 'checkbox') {
      if (over(field.min_count, field.max_count)) wrong('max_count', 'must not be below min_count')
      if (over(field.min_count, field.options.length)) wrong('min_count', 'must not be above the number of options')
    }
  })
  .meta({ id: 'OutputField' })
export type OutputField = z.infer<typeof OutputField>

function over(low: number | undefined, high: number | undefined): boolean {
  return low !== undefined && high !== undefined && low > high
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

/** What one output field holds: text, a number, or the chosen values of a checkbox field. */
export const FieldValue = z.union([z.string(), z.number(), z.array(z.string())])
export type FieldValue = z.infer<typeof FieldValue>
