import type { FieldValue } from '@whisker/api/fields.ts'
import type { SmallValues } from '@whisker/api/kinds/schema/small-field.ts'
import type { SmallField } from '../field.ts'
import type { Kind, KindOf, Sameness } from '../kinds/kind.ts'
import { nameBy } from '../naming.ts'

/** Where no project is at hand: by letters, without synonyms. */
export const plainly: Sameness = {
  naming: nameBy('letters', { language: '', synonyms: [], apart: [] }),
  spelling: new Map(),
  scatter: null,
}

/** In how many small fields two say the same of a thing. */
export function sameIn(
  kindOf: KindOf,
  fields: readonly SmallField[],
  right: SmallValues,
  said: SmallValues,
  by: Sameness,
): number {
  return fields.filter((field) => {
    const [truth, value] = [right[field.name], said[field.name]]
    return truth === undefined || value === undefined ? truth === value : kindOf(field).agrees(field, truth, value, by)
  }).length
}

/** What is said of a thing, in the order of the form and without what it does not ask for. */
export function smallInOrder(
  kindOf: KindOf,
  fields: readonly SmallField[],
  said: SmallValues,
): Record<string, FieldValue> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const { asGiven, inFormOrder } = kindOf(field)
      const given = asGiven(said[field.name])
      return given === null ? [] : [[field.name, inFormOrder?.(field, given) ?? given]]
    }),
  )
}

/** What most say of a thing in each small field, and the least share that does. */
export function majorityOf(
  kindOf: KindOf,
  fields: readonly SmallField[],
  said: readonly SmallValues[],
  keyOf: Parameters<Kind['majority']>[2],
): { values: Record<string, FieldValue>; confidence: number } {
  let confidence = 1
  const values = fields.flatMap((field) => {
    const { asGiven, majority } = kindOf(field)
    const given = said.map((one) => asGiven(one[field.name]))
    const shared = majority(field, given, keyOf)
    confidence = Math.min(confidence, shared.confidence)
    return shared.value === null ? [] : [[field.name, shared.value] as const]
  })
  return { values: Object.fromEntries(values), confidence }
}
