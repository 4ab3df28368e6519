import { count } from './count.ts'
import type { About, Fault } from './kind.ts'
import type { SmallField, SmallValues } from './schema/small-field.ts'
import { checkSmall, smallKindOf, withoutUnknown } from './small.ts'

type Draft = Record<string, unknown>

/** As in the shape, which needs zod. */
const maxText = 200

/** What is said of an object besides its label, as it was meant; what is wrong is left for the check to refuse. undefined: nothing. */
export function attributesMeant(fields: readonly SmallField[], attributes: unknown): unknown {
  if (attributes === undefined || attributes === null) return undefined
  if (shapeFault(fields, attributes)) return attributes
  const checked = checkSmall(fields, 1, [attributes as Draft])
  if (!checked.ok) return attributes
  const [values] = checked.answer
  return Object.keys(values!).length === 0 ? undefined : values
}

/** What is the matter with what is said of an object: the first of it, at `/attributes/name`. */
export function attributesFault(
  fields: readonly SmallField[],
  attributes: unknown = {},
  { matches }: Pick<About, 'matches'>,
): Fault | null {
  const fault = shapeFault(fields, attributes)
  if (fault) return fault
  const checked = checkSmall(shortTexts(fields), 1, [attributes as Draft], { matches })
  if (checked.ok) return null
  const [{ code, detail, pointer }] = checked.errors as [(typeof checked.errors)[0]]
  return { code, detail, at: `/attributes${pointer.slice('/answer/0'.length)}` }
}

/** Texts that are said of each object have a limit, also where the form does not say so. */
export function shortTexts(fields: readonly SmallField[]): SmallField[] {
  return fields.map((field) =>
    smallKindOf(field).joinings.length > 0 ? ({ max_length: maxText, ...field } as SmallField) : field,
  )
}

/** An object of values that the form asks for, none of them long: found before one is looked at. */
function shapeFault(fields: readonly SmallField[], attributes: unknown): Fault | null {
  const at = '/attributes'
  const names = fields.map(({ name }) => name)
  if (typeof attributes !== 'object' || attributes === null || Array.isArray(attributes))
    return { code: 'wrong_type', detail: `must be an object with ${names.join(', ')}.`, at }
  for (const [name, value] of Object.entries(attributes)) {
    if (!names.includes(name))
      return { code: 'unknown_field', detail: `"${name.slice(0, 100)}" is none of: ${names.join(', ')}.`, at }
    if (typeof value === 'string' && value.length > maxText && [...value].length > maxText)
      return { code: 'too_long', detail: `must be at most ${count(maxText, 'character')} long.`, at: `${at}/${name}` }
  }
  return null
}

/** An object of an older form with the attributes that this one asks for. */
export function withAttributesOf(fields: readonly SmallField[] = [], object: unknown): unknown {
  if (typeof object !== 'object' || object === null || !('attributes' in object)) return object
  const { attributes, ...others } = object
  return fields.length === 0 ? others : { ...others, attributes: withoutUnknown(fields, attributes) }
}

/** Something of everything that a form asks of each object. */
export function attributesExample(fields: readonly SmallField[]): SmallValues {
  return Object.fromEntries(fields.map((field) => [field.name, smallKindOf(field).example(field)])) as SmallValues
}
