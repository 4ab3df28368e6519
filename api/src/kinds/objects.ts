import { type CellReading, found } from './cell.ts'
import type { Fault } from './kind.ts'
import { has, named, type Options, optionMeant } from './options.ts'
import type { FieldObject, FieldValue } from './schema/output-field.ts'

// What kinds have in common whose answers are lists of objects with labels.

/** As `maxObjects` of the shape, which needs zod. */
export const maxListed = 1000

type ListField = { options?: Options | undefined; min_count?: number | undefined; max_count?: number | undefined }
type Draft = Record<string, unknown>

/** A list of so many objects, or what is the matter: found before one of them is looked at. */
export function listFault(field: ListField, value: unknown, one: string, many: string): Fault | null {
  if (!Array.isArray(value))
    return { code: 'wrong_type', detail: `must be a list of ${many}; an empty one says that there is none.` }
  const max = field.max_count ?? maxListed
  const { length } = value
  if (length > max) return { code: 'too_many', detail: `takes at most ${max} ${many}; it has ${length}.` }
  const min = field.min_count ?? 0
  if (length < min)
    return { code: 'too_few', detail: `needs at least ${min} ${min === 1 ? one : many}; it has ${length}.` }
  return null
}

/** An object with these keys and no others, of which all but `label` are there. */
export function objectFault({ options }: ListField, object: unknown, keys: readonly string[]): Fault | null {
  if (typeof object !== 'object' || object === null || Array.isArray(object))
    return { code: 'wrong_type', detail: `must be an object with ${keys.join(', ')}.` }
  const unknown = Object.keys(object).find((key) => key !== 'label' && !keys.includes(key))
  if (unknown !== undefined) {
    const name = unknown.slice(0, 100)
    return { code: 'unknown_field', detail: `"${name}" is none of: label, ${keys.join(', ')}.` }
  }
  const missing = keys.find((key) => !Object.hasOwn(object, key))
  if (missing !== undefined) return { code: 'required', detail: 'is required.', at: `/${missing}` }
  const { label } = object as Draft
  if (!options)
    return label === undefined
      ? null
      : { code: 'unknown_option', detail: 'has no place: the form has no options.', at: '/label' }
  if (label === undefined)
    return { code: 'needs_label', detail: `is required. It is one of: ${named(options)}.`, at: '/label' }
  return has(options, label)
    ? null
    : { code: 'unknown_option', detail: `must be one of: ${named(options)}.`, at: '/label' }
}

/** The first of these that is no number that can be kept. */
export function numberFault(object: Draft, keys: readonly string[]): Fault | null {
  const wrong = keys.find((key) => typeof object[key] !== 'number' || !Number.isFinite(object[key]))
  return wrong === undefined ? null : { code: 'wrong_type', detail: 'must be a number.', at: `/${wrong}` }
}

/** Each object as it was meant: its label as the form spells it, its place by `place`. What is too long is left for the check to refuse. */
export function objectsMeant({ options }: ListField, value: unknown, place: (object: Draft) => Draft): unknown {
  if (!Array.isArray(value) || value.length > maxListed) return value
  return value.map((object) => {
    if (typeof object !== 'object' || object === null || Array.isArray(object)) return object
    const placed = place(object as Draft)
    return options && 'label' in placed ? { ...placed, label: optionMeant(options, placed.label) } : placed
  })
}

/** Two digits behind the point: a hundredth of a pixel. */
export function toHundredths(value: number): number {
  return Math.round(value * 100) / 100
}

export function labelsIn(value: FieldValue): string[] {
  const labels = (value as FieldObject[]).flatMap(({ label }) => (label === undefined ? [] : [label]))
  return [...new Set(labels)]
}

/** What JSON says, in a cell. */
export function readObjects(cell: string, example: string): CellReading {
  try {
    const value: unknown = JSON.parse(cell)
    if (Array.isArray(value)) return found(value)
  } catch {}
  return { ok: false, detail: `must be a list, as JSON: ${example}; [] says that there is none.` }
}
