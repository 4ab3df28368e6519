import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { checkbox } from './checkbox.ts'
import { date } from './date.ts'
import { input } from './input.ts'
import type { RequesterKind } from './kind.ts'
import { number } from './number.ts'
import { radio } from './radio.ts'
import { rating } from './rating.ts'
import { select } from './select.ts'
import { textarea } from './textarea.ts'

export type SmallField = FieldOf<'rows'>['fields'][number]
export type SmallType = SmallField['type']

/** The kinds that can stand in a row, too: each needs nothing but itself. */
export const smallKinds: { [K in SmallType]: RequesterKind<FieldOf<K>> } = {
  input,
  textarea,
  select,
  radio,
  checkbox,
  number,
  rating,
  date,
}

export const smallTypes = Object.keys(smallKinds) as SmallType[]

export function smallKindOf(field: SmallField): RequesterKind<SmallField> {
  // As in `kindOf`.
  return smallKinds[field.type] as unknown as RequesterKind<SmallField>
}

/** A small field of another kind that keeps what both have. */
export function smallRetyped(field: SmallField, type: SmallType): SmallField {
  const { name, label, help, required } = field
  return smallKinds[type].make({ name, label, help, required }, smallKindOf(field).leave(field))
}
