import { attributesExample, attributesFault, attributesMeant, withAttributesOf } from './attributes.ts'
import { type CellReading, found } from './cell.ts'
import type { About, Fault, Kind, PlaceChecks } from './kind.ts'
import { has, named, type Options, optionMeant } from './options.ts'
import type { FieldObject, FieldValue, OutputField } from './schema/output-field.ts'
import type { SmallField } from './schema/small-field.ts'
import { subjectOf } from './subject.ts'

// What kinds have in common whose answers are lists of objects with labels.

/** As `maxObjects` of the shape, which needs zod. */
const maxListed = 1000

type ListField = {
  options?: Options | undefined
  attributes?: readonly SmallField[] | undefined
  min_count?: number | undefined
  max_count?: number | undefined
}
type Draft = Record<string, unknown>

/** What a kind of object says of one of them. */
type ObjectShape<F> = {
  type: keyof PlaceChecks
  keys: readonly string[]
  /** What of the item it is a place in; a picture where nothing is said. */
  subject?: 'original' | 'text'
  /** Its place with the digits that are kept. */
  placed(object: Draft): Draft
  /** Where one may be. */
  example(field: F): object
}

/** A kind whose answers are objects in a picture or a text. None at all is an answer: there is nothing. */
export function objectsKind<F extends OutputField & ListField & { of?: string | undefined }>(
  shape: ObjectShape<F>,
): Kind<F> {
  const { keys, subject: part = 'original' } = shape
  const [placesIn, thing] = part === 'text' ? (['characters', 'text'] as const) : (['pixels', 'picture'] as const)
  return {
    joinings: [],
    saysNothing: true,
    placesIn,
    meant: (field, value) => objectsMeant(field, value, shape.placed),
    withoutUnknown: ({ attributes }, value) =>
      Array.isArray(value) && value.length <= maxListed
        ? value.map((object) => withAttributesOf(attributes, object))
        : value,
    check(field, value, about) {
      const fault = listFault(field, value)
      if (fault) return fault
      const list = value as Draft[]
      const subject = subjectOf(field.of, about.item, part)
      if (subject === null && list.length > 0)
        return { code: `no_${thing}`, detail: `has no ${thing} here: only [] fits.` }
      for (const [at, object] of list.entries()) {
        const wrong =
          objectFault(field, object, keys, about) ?? about.places?.[shape.type](object, subject ?? undefined, field)
        if (wrong) return { ...wrong, at: `/${at}${wrong.at ?? ''}` }
      }
      return null
    },
    names: labelsIn,
    readCell: (_, cell) => readObjects(cell),
    example(field) {
      const label = field.options && { label: field.options[0]!.value }
      const said = field.attributes && { attributes: attributesExample(field.attributes) }
      const example = { ...label, ...shape.example(field), ...said } as FieldObject
      return Array.from({ length: Math.max(1, field.min_count ?? 1) }, () => ({ ...example })) as FieldValue
    },
  }
}

/** A list of so many objects, or what is the matter: found before one of them is looked at. */
function listFault(field: ListField, value: unknown): Fault | null {
  if (!Array.isArray(value)) return { code: 'wrong_type', detail: 'must be a list; [] says: nothing.' }
  const { min_count: min = 0, max_count: max = maxListed } = field
  const { length } = value
  if (length > max) return { code: 'too_many', detail: `takes at most ${max}; it has ${length}.` }
  return length < min ? { code: 'too_few', detail: `needs at least ${min}; it has ${length}.` } : null
}

/** An object with these keys and no others, of which all but `label` and what is said of it are there. */
function objectFault(field: ListField, object: unknown, keys: readonly string[], about: About): Fault | null {
  const { options, attributes } = field
  if (typeof object !== 'object' || object === null || Array.isArray(object))
    return { code: 'wrong_type', detail: `must be an object with ${keys.join(', ')}.` }
  const known = ['label', ...keys, ...(attributes ? ['attributes'] : [])]
  const unknown = Object.keys(object).find((key) => !known.includes(key))
  if (unknown !== undefined) {
    const name = unknown.slice(0, 100)
    return { code: 'unknown_field', detail: `"${name}" is none of: ${known.join(', ')}.` }
  }
  const missing = keys.find((key) => !Object.hasOwn(object, key))
  if (missing !== undefined) return { code: 'required', detail: 'is required.', at: `/${missing}` }
  const { label, attributes: said } = object as Draft
  return labelFault(options, label) ?? (attributes ? attributesFault(attributes, said, about) : null)
}

function labelFault(options: Options | undefined, label: unknown): Fault | null {
  const at = '/label'
  if (!options)
    return label === undefined ? null : { code: 'unknown_option', detail: 'is none: the form has no options.', at }
  const code = label === undefined ? 'needs_label' : 'unknown_option'
  return has(options, label) ? null : { code, detail: `must be one of: ${named(options)}.`, at }
}

/** Each object as it was meant: its label and what is said of it as the form spells it, its place by `place`. What is too long is left for the check to refuse. */
function objectsMeant({ options, attributes }: ListField, value: unknown, place: (object: Draft) => Draft): unknown {
  if (!Array.isArray(value) || value.length > maxListed) return value
  return value.map((object) => {
    if (typeof object !== 'object' || object === null || Array.isArray(object)) return object
    const { attributes: said, ...placed } = place(object as Draft)
    const meant = attributes ? attributesMeant(attributes, said) : said
    return {
      ...placed,
      ...(options && 'label' in placed && { label: optionMeant(options, placed.label) }),
      ...(meant !== undefined && { attributes: meant }),
    }
  })
}

/** Two digits behind the point: a hundredth of a pixel. */
export function toHundredths(value: number): number {
  return Math.round(value * 100) / 100
}

function labelsIn(value: FieldValue): string[] {
  const labels = (value as FieldObject[]).flatMap(({ label }) => (label === undefined ? [] : [label]))
  return [...new Set(labels)]
}

/** What JSON says, in a cell. */
function readObjects(cell: string): CellReading {
  try {
    const value: unknown = JSON.parse(cell)
    if (Array.isArray(value)) return found(value)
  } catch {}
  return { ok: false, detail: 'must be a list, as JSON.' }
}
